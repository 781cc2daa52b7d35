import { useEffect, useRef } from 'preact/hooks';
import { getInBox, getItem } from '../api';
import { codeLabel, fieldOf, number, schemaOf, stars, valueText } from '../format';
import type { CollectionId, Field } from '../generated/schema';
import { half, lang, nameOf, say, t } from '../i18n';
import { useLoad } from '../load';
import type { Feature } from '../records';
import { closeDetail, filters, type Stack, selection, setFilter, settings, stack } from '../state';
import { formatRef } from '../url';
import { CoverageCard } from './CoverageParts';
import { TourTools } from './DeskParts';
import { RecordTools } from './Editing';
import { FactsOf } from './Facts';
import { Failed } from './Failed';
import { Icon } from './Icons';
import { Row } from './List';
import { RecordMark, Stars } from './Mark';
import { MembersOf } from './Members';
import { OrgTree } from './OrgTree';
import { located, PositionBadge } from './Position';
import { Flags, WhyStatus } from './Reason';
import { RecordLinks, Related } from './Related';

/** The card over the list: a record, the province, or the records at one place. */
export function Detail() {
  const ref = selection.value;
  const card = useRef<HTMLElement>(null);
  const key = ref ? formatRef(ref) : stack.value ? 'stack' : '';
  // A card that opens takes the focus, so that the keyboard goes on from there; closing gives it back.
  useEffect(() => {
    card.current?.focus({ preventScroll: true });
    card.current?.scrollTo(0, 0);
  }, [key]);
  if (!key) return null;
  return (
    <section
      class="detail"
      data-testid="detail"
      aria-label={t('detail')}
      ref={card}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') closeDetail();
      }}
    >
      <button
        type="button"
        class="detail-close"
        data-testid="detail-close"
        aria-label={stack.value && ref ? t('back') : t('close')}
        onClick={closeDetail}
      >
        <Icon name={stack.value && ref ? 'back' : 'close'} />
      </button>
      {ref ? (
        ref.collection === 'province' ? (
          <Province />
        ) : (
          <RecordCard key={key} collection={ref.collection} id={ref.id} />
        )
      ) : (
        stack.value && <StackCard stack={stack.value} />
      )}
    </section>
  );
}

function Province() {
  return (
    <>
      <header class="detail-head">
        <p class="kicker">{t('provinceFacts')}</p>
        <h2>{t('province')}</h2>
      </header>
      <FactsOf subject="province/AH" zone="AH" />
    </>
  );
}

function RecordCard({ collection, id }: { collection: CollectionId; id: string }) {
  const loaded = useLoad(`${collection}/${id} ${lang.value}`, (signal) => getItem(collection, id, signal));
  const feature = loaded.value;
  if (loaded.state === 'failed') return <Failed message={loaded.message} again={loaded.again} />;
  if (!feature) return <p class="note">{t('loading')}</p>;
  const p = feature.properties;
  const names = { id: feature.id, name_zh: p.name_zh, name_en: p.name_en };
  const other = lang.value === 'zh' ? p.name_en : p.name_zh;
  return (
    <>
      <header class="detail-head">
        <p class="kicker">
          <RecordMark collection={collection} properties={p} size={16} />
          {say(schemaOf(collection).label)} · {feature.id}
        </p>
        <h2>{nameOf(names)}</h2>
        {other && (
          <p class="other-name" lang={lang.value === 'zh' ? 'en' : 'zh-CN'}>
            {other}
          </p>
        )}
        <p class="badges">
          {collection === 'enterprises' && (
            <span class="status-badge">{codeLabel(fieldOf(collection, 'status'), String(p.status ?? 'unknown'))}</span>
          )}
          {fieldOf(collection, 'stars') && !isUnknown(p.stars) && (
            <span class="star-badge">
              <Stars value={p.stars} />
              {stars(p.stars)}
            </span>
          )}
          <PositionBadge value={p.position_class} />
        </p>
        <WhyStatus feature={feature} />
        <Flags feature={feature} />
        <Actions collection={collection} feature={feature} />
      </header>
      <Fields collection={collection} feature={feature} />
      {collection === 'organizations' && <OrgTree feature={feature} />}
      {(collection === 'zones' || collection === 'grids' || collection === 'belts') && (
        <CoverageCard collection={collection} feature={feature} />
      )}
      {(collection === 'zones' || collection === 'belts') && <MembersOf collection={collection} id={feature.id} />}
      <FactsOf subject={`${collection}/${id}`} zone={collection === 'zones' ? id : undefined} />
      <Related collection={collection} feature={feature} />
    </>
  );
}

function Actions({ collection, feature }: { collection: CollectionId; feature: Feature }) {
  const name = collection === 'zones' ? 'zone' : collection === 'belts' ? 'belts' : undefined;
  const place = feature.geometry && located(feature.properties.position_class);
  return (
    <p class="actions">
      {place ? (
        <button
          type="button"
          data-testid="show-on-map"
          onClick={() => dispatchEvent(new CustomEvent<Feature>('beltmap:show', { detail: feature }))}
        >
          <Icon name="pin" size={16} />
          {t('onMap')}
        </button>
      ) : (
        <span class="note">{t('notOnMap')}</span>
      )}
      {name && (
        <button
          type="button"
          aria-pressed={filters.value[name] === feature.id}
          onClick={() => setFilter(name, feature.id)}
        >
          <Icon name="filter" size={16} />
          {t(name === 'zone' ? 'filterZone' : 'filterBelt')}
        </button>
      )}
      <TourTools collection={collection} feature={feature} />
      <RecordTools collection={collection} feature={feature} />
    </p>
  );
}

const inHead = new Set([
  'id',
  'name_zh',
  'name_en',
  'position_class',
  'source',
  'parent',
  'covers',
  'valid_from',
  'valid_to',
]);

/** Every field of the record that this reader may see, with what is not known said to be so. */
function Fields({ collection, feature }: { collection: CollectionId; feature: Feature }) {
  const p = feature.properties;
  const internal = settings.value?.class === 'internal';
  // A zone's zone is itself.
  const fields = schemaOf(collection).fields.filter(
    (f) => !inHead.has(f.name) && (internal || !f.internal) && !(collection === 'zones' && f.name === 'zone'),
  );
  const validity = ['valid_from', 'valid_to'].flatMap((name) => (p[name] ? [fieldOf(collection, name)] : []));
  const source = p.source;
  return (
    <dl class="fields">
      {[...fields, ...validity].map(
        (field) =>
          field && (
            <div key={field.name} class={isUnknown(p[field.name]) ? 'unknown' : ''}>
              <dt>{say(field.label)}</dt>
              <dd>
                <FieldValue field={field} value={p[field.name]} />
              </dd>
            </div>
          ),
      )}
      {typeof p.position_source === 'string' && (
        <div>
          <dt>{t('positionSource')}</dt>
          <dd>{half(p.position_source)}</dd>
        </div>
      )}
      <div class={isUnknown(source) ? 'unknown' : ''}>
        <dt>{t('source')}</dt>
        <dd>{isUnknown(source) ? t('unknown') : half(String(source))}</dd>
      </div>
    </dl>
  );
}

const isUnknown = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function FieldValue({ field, value }: { field: Field; value: unknown }) {
  if (field.refers && !isUnknown(value))
    return <RecordLinks collection={field.refers} ids={Array.isArray(value) ? value.map(String) : [String(value)]} />;
  const text = valueText(field, value);
  return <>{text}</>;
}

function StackCard({ stack: found }: { stack: Stack }) {
  const loaded = useLoad(`${found.collection} ${found.box} ${lang.value}`, () =>
    getInBox(found.collection, filters.value, found.box, 200),
  );
  if (loaded.state === 'failed') return <Failed message={loaded.message} again={loaded.again} />;
  return (
    <>
      <header class="detail-head">
        <p class="kicker">{say(schemaOf(found.collection).label)}</p>
        <h2>{t('stackTitle', { n: number(loaded.value?.numberMatched ?? found.count) })}</h2>
      </header>
      <ul class="rows" data-testid="stack">
        {loaded.value?.features.map((feature) => (
          <Row key={feature.id} collection={found.collection} feature={feature} />
        ))}
      </ul>
    </>
  );
}
