import { getItem, getItems } from '../api';
import { lang, nameOf } from '../i18n';
import { useLoad } from '../load';
import type { Feature } from '../records';
import { analysis, filters } from '../state';
import { type AnalysisView, type Area, formatArea, openToAll } from './view';
import { say } from './words';

const called = (f: Feature): string =>
  nameOf({ id: f.id, name_zh: f.properties.name_zh, name_en: f.properties.name_en });

const collectionOf = { zone: 'zones', grid: 'grids', belt: 'belts' } as const;

/** The area that a view is about: as it says, else the zone that the page shows, else the first. */
export function useArea(view: AnalysisView): { area?: Area; zone: string; zones: readonly Feature[] | undefined } {
  const zones = useLoad('zones', (signal) => getItems('zones', {}, 500, signal)).value?.features;
  const id = view.area?.id ?? filters.value.zone ?? zones?.[0]?.id;
  const area = view.area ?? (id ? { kind: 'zone' as const, id } : undefined);
  // A grid or belt that a link names lies in a zone that the link does not name.
  const part = area && area.kind !== 'zone' ? area : undefined;
  const record = useLoad(`part ${part && formatArea(part)}`, async (signal) =>
    part ? getItem(collectionOf[part.kind], part.id, signal) : undefined,
  ).value;
  const zone = part ? (record?.properties.zone ?? '') : (area?.id ?? '');
  return { ...(area ? { area } : {}), zone, zones };
}

/** Chooses the area, and moves the map there. */
export function AreaChoice({
  view,
  area,
  zone,
  zones,
}: {
  view: AnalysisView;
  area: Area | undefined;
  zone: string;
  zones: readonly Feature[] | undefined;
}) {
  const parts = useLoad(`parts ${zone} ${lang.value}`, async (signal) => {
    if (!zone || zoneOnly.has(view.name)) return { belts: [], grids: [] };
    const [belts, grids] = await Promise.all([
      getItems('belts', { zone }, 500, signal),
      getItems('grids', { zone }, 500, signal),
    ]);
    return { belts: belts.features, grids: grids.features };
  }).value;
  if (zones?.length === 0) return <p class="note">{say('noZones')}</p>;
  const choose = (text: string): void => {
    const [kind, id] = split(text);
    analysis.value = { ...view, area: { kind, id } };
    getItem(collectionOf[kind], id).then(
      (feature) => dispatchEvent(new CustomEvent('beltmap:show', { detail: feature })),
      () => undefined, // the panel says what went wrong
    );
  };
  const chosen = area ? formatArea(area) : '';
  const groups = [
    ['belt', say('belts'), parts?.belts ?? []],
    ['grid', say('grids'), parts?.grids ?? []],
  ] as const;
  const known =
    area?.kind === 'zone' || groups.some(([kind, , list]) => kind === area?.kind && list.some((f) => f.id === area.id));
  return (
    <div class="analysis-form">
      <label class="analysis-choice">
        <span>{say('zone')}</span>
        <select
          data-testid="analysis-zone"
          value={zone}
          onChange={(event) => choose(`zone/${event.currentTarget.value}`)}
        >
          {!zones?.some((z) => z.id === zone) && <option value={zone}>{zone}</option>}
          {zones?.map((z) => (
            <option key={z.id} value={z.id}>
              {called(z)}
            </option>
          ))}
        </select>
      </label>
      {!zoneOnly.has(view.name) && (
        <label class="analysis-choice">
          <span>{say('part')}</span>
          <select data-testid="analysis-part" value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
            <option value={`zone/${zone}`}>{say('whole')}</option>
            {!known && area && <option value={chosen}>{area.id}</option>}
            {groups.map(
              ([kind, label, list]) =>
                list.length > 0 && (
                  <optgroup key={kind} label={label}>
                    {list.map((f) => (
                      <option key={f.id} value={`${kind}/${f.id}`}>
                        {called(f)}
                      </option>
                    ))}
                  </optgroup>
                ),
            )}
          </select>
        </label>
      )}
    </div>
  );
}

/** What is looked into by whole zones only. */
export const zoneOnly: ReadonlySet<string> = new Set(['branches', 'centers', 'scenarios', ...openToAll]);

function split(text: string): [Area['kind'], string] {
  const slash = text.indexOf('/');
  return [text.slice(0, slash) as Area['kind'], text.slice(slash + 1)];
}
