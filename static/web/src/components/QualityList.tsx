import { useRef, useState } from 'preact/hooks';
import { getQualityPage, nextOf } from '../api';
import { codeLabel, fieldOf, number, schemaOf, share } from '../format';
import type { CollectionId } from '../generated/schema';
import { lang, nameOf, say, t } from '../i18n';
import { useLoad } from '../load';
import {
  everywhere,
  figuresFor,
  listsItems,
  type Measure,
  nowhere,
  type QualityItem,
  type QualityPage,
  type QualityReport,
  qualityPath,
  zoneOf,
} from '../quality';
import { sameRef, select, selection, showList, staleDays } from '../state';
import type { Ref } from '../url';
import { Failed } from './Failed';
import { Icon } from './Icons';
import { LayerSwatch } from './Mark';
import { PositionBadge } from './Position';

const pageSize = 50;

interface Listed {
  readonly measure: Measure;
  readonly list: string;
  readonly report: QualityReport;
}

/** The records one number counts, page by page, or the classes of the located. */
export function QualityList({ measure, list, report }: Listed) {
  const figure = figuresFor(report, list)?.[measure];
  const zone = zoneOf(report, list);
  return (
    <>
      <p class="quality-of">
        <b>
          {list === everywhere ? t('qualityTotal') : zoneName({ zone: list === nowhere ? null : list, ...named(zone) })}
        </b>
        {figure && (
          <span>
            {number(figure.numerator)} / {number(figure.denominator)}
            {figure.denominator > 0 && ` (${share(figure.numerator, figure.denominator)})`}
          </span>
        )}
        {figure && figure.unknown > 0 && <span>{t('qualityUnknown', { n: number(figure.unknown) })}</span>}
      </p>
      {listsItems({ measure, list }) ? (
        <Items measure={measure} list={list} />
      ) : (
        <Classes list={list} classes={figure?.by_class ?? {}} />
      )}
    </>
  );
}

/** What a zone of the report is called; the province is one without a record. */
export function zoneName({ zone, ...names }: Named): string {
  if (zone === null) return t('qualityNoZone');
  return zone === 'AH' && !names.name_zh ? t('province') : nameOf({ id: zone, ...names });
}

interface Named {
  readonly zone: string | null;
  readonly name_zh: string | null | undefined;
  readonly name_en: string | null | undefined;
}

const named = (zone: { name_zh: string | null; name_en: string | null } | undefined) => ({
  name_zh: zone?.name_zh,
  name_en: zone?.name_en,
});

function Classes({ list, classes }: { list: string; classes: Readonly<Record<string, number>> }) {
  const zone = list === everywhere ? {} : { zone: list };
  return (
    <ul class="rows" data-testid="quality-classes">
      {Object.entries(classes).map(([name, n]) => (
        <li key={name}>
          <button
            type="button"
            class="row"
            data-class={name}
            onClick={() => showList('enterprises', { ...zone, position_class: name })}
          >
            <Icon name="pin" />
            <span class="row-name">{codeLabel(fieldOf('enterprises', 'position_class'), name)}</span>
            <span class="row-what">{n === 1 ? t('countOne') : t('count', { n: number(n) })}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Items({ measure, list }: { measure: Measure; list: string }) {
  const [paths, setPaths] = useState<readonly string[]>([]);
  const top = useRef<HTMLDivElement>(null);
  const path = paths.at(-1) ?? qualityPath({ measure, list }, staleDays.value, pageSize);
  const loaded = useLoad<QualityPage>(`${path} ${lang.value}`, (signal) => getQualityPage(path, signal));
  const page = loaded.value;
  const next = page && nextOf(page);
  const turn = (to: readonly string[]): void => {
    setPaths(to);
    top.current?.focus();
    top.current?.scrollIntoView({ block: 'start' });
  };
  const from = paths.length * pageSize + 1;
  return (
    <div
      ref={top}
      tabIndex={-1}
      class="quality-items"
      data-testid="quality-items"
      aria-busy={loaded.state === 'loading'}
    >
      <p role="status" class="note" data-testid="quality-count">
        {page
          ? page.numberMatched === 1
            ? t('countOne')
            : t('count', { n: number(page.numberMatched) })
          : loaded.state === 'loading' && t('loading')}
      </p>
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {page && page.items.length > 0 && (
        <ul class="rows">
          {page.items.map((item) => (
            <ItemRow key={`${item.collection}/${item.id}`} measure={measure} item={item} />
          ))}
        </ul>
      )}
      {page && (next || paths.length > 0) && (
        <nav class="pager" aria-label={t('quality')}>
          <button
            type="button"
            data-testid="quality-prev"
            disabled={paths.length === 0}
            onClick={() => turn(paths.slice(0, -1))}
          >
            <Icon name="back" size={16} />
            {t('prev')}
          </button>
          <span>{t('page', { from: number(from), to: number(from + page.items.length - 1) })}</span>
          <button
            type="button"
            data-testid="quality-next"
            disabled={!next}
            onClick={() => next && turn([...paths, next])}
          >
            {t('next')}
            <Icon name="forward" size={16} />
          </button>
        </nav>
      )}
    </div>
  );
}

/** A fact is no record of its own: it stands on the card of its zone, or of the province. */
const refOf = ({ collection, id, zone }: QualityItem): Ref => {
  if (collection !== 'facts') return { collection, id };
  return zone && zone !== 'AH' ? { collection: 'zones', id: zone } : { collection: 'province', id: 'AH' };
};

function ItemRow({ measure, item }: { measure: Measure; item: QualityItem }) {
  const ref = refOf(item);
  return (
    <li>
      <button
        type="button"
        class="row"
        data-id={item.id}
        aria-current={sameRef(selection.value, ref)}
        onClick={() => select(ref)}
      >
        <ItemMark collection={item.collection} />
        <span class="row-name">{nameOf(item)}</span>
        <span class="row-what">
          {[item.id, say(schemaOf(item.collection).label), ...reasons(measure, item)].join(' · ')}
        </span>
        {item.position_class && <PositionBadge value={item.position_class} short />}
      </button>
    </li>
  );
}

/** A record's symbol. An enterprise's would tell its status, which a list of quality does not know. */
function ItemMark({ collection }: { collection: CollectionId }) {
  if (collection === 'facts') return <Icon name="info" />;
  return collection === 'enterprises' ? <Icon name="pin" /> : <LayerSwatch collection={collection} />;
}

/** What speaks against a record, in words. */
function reasons(measure: Measure, item: QualityItem): string[] {
  const said: string[] = [];
  if (measure === 'stale' && item.surveyed_at) said.push(t('qualitySurveyed', { day: item.surveyed_at }));
  if (item.same_uscc) said.push(t('qualitySameCode', { id: item.same_uscc }));
  if (item.same_name)
    said.push(
      item.metres === null
        ? t('qualitySameName', { id: item.same_name })
        : t('qualitySameNameNear', { id: item.same_name, n: number(item.metres, 0) }),
    );
  for (const { property, to } of item.lost_links) {
    const field = fieldOf(item.collection, property);
    said.push(t('qualityLost', { name: field ? say(field.label) : property, id: to }));
  }
  return said;
}
