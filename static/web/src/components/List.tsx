import { useEffect, useRef, useState } from 'preact/hooks';
import { getItems, getPage, nextOf } from '../api';
import { filtersFor, queryOf } from '../filters';
import { codeLabel, fieldOf, number, schemaOf, stars } from '../format';
import type { CollectionId } from '../generated/schema';
import { lang, nameOf, say, t } from '../i18n';
import { useLoad } from '../load';
import type { Feature, Page } from '../records';
import { counts, filters, hovered, list, sameRef, select, selection } from '../state';
import { Download } from './Download';
import { AddButton, ImportButton } from './Editing';
import { Failed } from './Failed';
import { Icon } from './Icons';
import { RecordMark, Stars } from './Mark';
import { PositionBadge } from './Position';

const pageSize = 50;

/** The records of one collection under the page's filters: the same set as on the map, and those without a position. */
export function List() {
  const collection = list.value;
  const query = queryOf(filtersFor(collection, filters.value));
  const [paths, setPaths] = useState<readonly string[]>([]);
  const set = `${collection}${query}`;
  const [shownSet, setShownSet] = useState(set);
  if (set !== shownSet) {
    setShownSet(set);
    setPaths([]);
  }
  const path = paths.at(-1);
  const loaded = useLoad<Page>(`${path ?? set} ${lang.value}`, (signal) =>
    path ? getPage(path, signal) : getItems(collection, filters.value, pageSize, signal),
  );
  const top = useRef<HTMLElement>(null);
  const page = loaded.value;
  useEffect(() => {
    if (loaded.state === 'done') document.documentElement.dataset.ready = 'true';
  }, [loaded.state]);
  const next = page && nextOf(page);
  const turn = (to: readonly string[]): void => {
    setPaths(to);
    top.current?.focus();
    top.current?.scrollIntoView({ block: 'start' });
  };
  const unlocated = counts.value?.collections[collection]?.unlocated ?? 0;
  const from = paths.length * pageSize + 1;
  return (
    <section
      class="list"
      aria-labelledby="list-title"
      ref={top}
      tabIndex={-1}
      data-testid="list"
      aria-busy={loaded.state === 'loading'}
    >
      <header class="section-head">
        <h2 id="list-title">{say(schemaOf(collection).label)}</h2>
        <p role="status" data-testid="count">
          {page && (page.numberMatched === 1 ? t('countOne') : t('count', { n: number(page.numberMatched) }))}
        </p>
        {page && page.numberMatched > 0 && (
          <Download collection={collection} filters={filters.value} matched={page.numberMatched} />
        )}
      </header>
      <p class="desk">
        <AddButton />
        <ImportButton />
      </p>
      {unlocated > 0 && (
        <p class="note" data-testid="unlocated">
          <Icon name="pin" size={16} />
          {t('unlocated', { n: number(unlocated) })}
        </p>
      )}
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {loaded.state === 'loading' && !page && <p class="note">{t('loading')}</p>}
      {page?.numberMatched === 0 && (
        <div class="empty">
          <p>{t('empty')}</p>
          <p>{t('emptyHint')}</p>
        </div>
      )}
      {page && page.features.length > 0 && (
        <ul class="rows">
          {page.features.map((feature) => (
            <Row key={feature.id} collection={collection} feature={feature} />
          ))}
        </ul>
      )}
      {page && (next || paths.length > 0) && (
        <nav class="pager" aria-label={t('list')}>
          <button
            type="button"
            data-testid="list-prev"
            disabled={paths.length === 0}
            onClick={() => turn(paths.slice(0, -1))}
          >
            <Icon name="back" size={16} />
            {t('prev')}
          </button>
          <span>{t('page', { from: number(from), to: number(from + page.features.length - 1) })}</span>
          <button type="button" data-testid="list-next" disabled={!next} onClick={() => next && turn([...paths, next])}>
            {t('next')}
            <Icon name="forward" size={16} />
          </button>
        </nav>
      )}
    </section>
  );
}

/** One record as a row: its symbol, name and the one or two things that tell it from its neighbours. */
export function Row({ collection, feature }: { collection: CollectionId; feature: Feature }) {
  const ref = { collection, id: feature.id };
  const chosen = sameRef(selection.value, ref);
  const p = feature.properties;
  const hover = (on: boolean): void => {
    hovered.value = on && feature.geometry ? { ref, geometry: feature.geometry } : undefined;
  };
  return (
    <li>
      <button
        type="button"
        class={`row ${sameRef(hovered.value?.ref, ref) ? 'under' : ''}`}
        data-id={feature.id}
        aria-current={chosen}
        onClick={() => select(ref)}
        onMouseEnter={() => hover(true)}
        onMouseLeave={() => hover(false)}
        onFocus={() => hover(true)}
        onBlur={() => hover(false)}
      >
        <RecordMark collection={collection} properties={p} />
        <span class="row-name">{nameOf({ id: feature.id, name_zh: p.name_zh, name_en: p.name_en })}</span>
        <span class="row-what">{rowWords(collection, feature)}</span>
        {typeof p.stars === 'number' && <Stars value={p.stars} />}
        <PositionBadge value={p.position_class} short />
      </button>
    </li>
  );
}

function rowWords(collection: CollectionId, { id, properties: p }: Feature): string {
  const words = [id];
  for (const name of ['status', 'stars', 'form', 'kind', 'level', 'industry', 'year', 'date'] as const) {
    const value = p[name];
    const field = fieldOf(collection, name);
    if (!field || value === undefined || value === null || value === '') continue;
    words.push(field.type === 'stars' ? stars(value) : codeLabel(field, String(value)));
    if (words.length === 3) break;
  }
  return words.join(' · ');
}
