import { getItem, getLinked } from '../api';
import { number, schemaOf } from '../format';
import type { CollectionId } from '../generated/schema';
import { lang, nameOf, say, t } from '../i18n';
import { useLoad } from '../load';
import type { Feature } from '../records';
import { select, showList } from '../state';
import { Icon } from './Icons';
import { LayerSwatch } from './Mark';

/** Which records point at a record of a collection, and by which property. */
const pointers: Readonly<Partial<Record<CollectionId, readonly (readonly [CollectionId, string])[]>>> = {
  zones: [
    ['belts', 'zone'],
    ['organizations', 'zone'],
    ['enterprises', 'zone'],
    ['centers', 'zone'],
    ['grids', 'zone'],
    ['alliances', 'zone'],
    ['honors', 'zone'],
    ['programs', 'zone'],
    ['events', 'zone'],
    ['places', 'zone'],
  ],
  belts: [
    ['enterprises', 'belts'],
    ['organizations', 'belts'],
    ['centers', 'belts'],
    ['places', 'belts'],
  ],
  enterprises: [
    ['organizations', 'covers'],
    ['alliances', 'participants'],
  ],
  grids: [['enterprises', 'grid']],
  centers: [
    ['grids', 'center'],
    ['places', 'center'],
  ],
  events: [['tours', 'event']],
};

const shownLinks = 5;

/** The records that point at this one, a few of each kind, with a way to see all of them in the list. */
export function Related({ collection, feature }: { collection: CollectionId; feature: Feature }) {
  const asked = pointers[collection] ?? [];
  const loaded = useLoad(`related ${collection}/${feature.id} ${lang.value}`, async (signal) => {
    const pages = await Promise.all(asked.map(([c, name]) => getLinked(c, name, feature.id, shownLinks, signal)));
    return asked
      .map(([c, name], i) => ({ collection: c, name, page: pages[i] }))
      .filter((r) => (r.page?.numberMatched ?? 0) > 0);
  });
  const covers = feature.properties.covers;
  const covered = Array.isArray(covers) ? covers.map(String) : [];
  const groups = loaded.value ?? [];
  if (groups.length === 0 && covered.length === 0) return null;
  return (
    <section class="related" aria-labelledby="related-title">
      <h3 id="related-title">{t('related')}</h3>
      {covered.length > 0 && (
        <>
          <h4>
            <LayerSwatch collection="enterprises" size={14} />
            {say(schemaOf('enterprises').label)} <span class="quiet-count">{covered.length}</span>
          </h4>
          <RecordLinks collection="enterprises" ids={covered} />
        </>
      )}
      {groups.map(({ collection: c, name, page }) => (
        <div key={c}>
          <h4>
            <LayerSwatch collection={c} size={14} />
            {say(schemaOf(c).label)} <span class="quiet-count">{number(page?.numberMatched ?? 0)}</span>
          </h4>
          <ul class="links">
            {page?.features.map((f) => (
              <li key={f.id}>
                <RecordLink collection={c} feature={f} />
              </li>
            ))}
          </ul>
          {(name === 'zone' || name === 'belts' || name === 'grid') && (page?.numberMatched ?? 0) > shownLinks && (
            <button type="button" class="row-link" onClick={() => showList(c, { [name]: feature.id })}>
              {t('showAll', { n: number(page?.numberMatched ?? 0) })}
              <Icon name="forward" size={16} />
            </button>
          )}
        </div>
      ))}
    </section>
  );
}

function RecordLink({ collection, feature }: { collection: CollectionId; feature: Feature }) {
  const p = feature.properties;
  return (
    <button
      type="button"
      class="link"
      data-link={`${collection}/${feature.id}`}
      onClick={() => select({ collection, id: feature.id })}
    >
      {nameOf({ id: feature.id, name_zh: p.name_zh, name_en: p.name_en })}
    </button>
  );
}

const namedLinks = 20;

/** Records by their ids, with their names where there are not too many to ask for. */
export function RecordLinks({ collection, ids }: { collection: CollectionId; ids: readonly string[] }) {
  const loaded = useLoad(`links ${collection} ${ids.slice(0, namedLinks).join(' ')}`, (signal) =>
    Promise.all(ids.slice(0, namedLinks).map((id) => getItem(collection, id, signal).catch(() => undefined))),
  );
  if (collection === 'facts') return <>{ids.join(' ')}</>;
  return (
    <ul class="links">
      {ids.map((id, i) => {
        const feature = loaded.value?.[i];
        return (
          <li key={id}>
            {feature ? (
              <RecordLink collection={collection} feature={feature} />
            ) : (
              <button type="button" class="link" onClick={() => select({ collection, id })}>
                {id}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
