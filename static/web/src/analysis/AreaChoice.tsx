import { batch } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { getItem, getItems } from '../api';
import { polygonOf } from '../coverage/view';
import { lang, nameOf } from '../i18n';
import { useLoad } from '../load';
import type { Feature, Geometry } from '../records';
import { analysis, coverage, filters, mapState } from '../state';
import { type AnalysisView, type Area, type DrawnArea, formatArea, type Part, zoneOnly } from './view';
import { say } from './words';

const called = (f: Feature): string =>
  nameOf({ id: f.id, name_zh: f.properties.name_zh, name_en: f.properties.name_en });

const collectionOf = { zone: 'zones', grid: 'grids', belt: 'belts' } as const;

/** The area that a view is about: as it says, else the zone that the page shows, else the first. */
export function useArea(view: AnalysisView): { area?: Area; zone: string; zones: readonly Feature[] | undefined } {
  const zones = useLoad('zones', (signal) => getItems('zones', {}, 500, signal)).value?.features;
  const named = view.area?.kind === 'polygon' ? undefined : view.area;
  const id = named?.id ?? filters.value.zone ?? zones?.[0]?.id;
  const area = view.area ?? (id ? { kind: 'zone' as const, id } : undefined);
  // A grid or belt that a link names lies in a zone that the link does not name.
  const part = named && named.kind !== 'zone' ? named : undefined;
  const record = useLoad(`part ${part && formatArea(part)}`, async (signal) =>
    part ? getItem(collectionOf[part.kind], part.id, signal) : undefined,
  ).value;
  const zone = part ? (record?.properties.zone ?? '') : (id ?? '');
  return { ...(area ? { area } : {}), zone, zones };
}

/** Brings the area that is looked into in sight, once for each. */
export function useSight(area: Area | undefined): void {
  const seen = useRef('');
  const ready = mapState.value === 'idle';
  const name = area ? formatArea(area) : '';
  useEffect(() => {
    if (!ready || !area || seen.current === name) return;
    seen.current = name;
    geometryOf(area).then(
      (geometry) => dispatchEvent(new CustomEvent('beltmap:sight', { detail: { geometry } })),
      () => undefined, // the panel says what went wrong
    );
  }, [ready, name]);
}

const geometryOf = async (area: Area): Promise<Geometry | null> =>
  area.kind === 'polygon' ? polygonOf(area.corners) : (await getItem(collectionOf[area.kind], area.id)).geometry;

/** The area that was drawn, to choose: the one that is looked into, else the one that the coverage has. */
function drawnOf(area: Area | undefined): DrawnArea | undefined {
  if (area?.kind === 'polygon') return area;
  const corners = coverage.value?.area;
  return corners && { kind: 'polygon', corners };
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
  const ofZone = zoneOnly.has(view.name);
  const drawn = ofZone ? undefined : drawnOf(area);
  const isDrawn = area?.kind === 'polygon';
  const parts = useLoad(`parts ${isDrawn ? '' : zone} ${lang.value}`, async (signal) => {
    if (!zone || ofZone || isDrawn) return { belts: [], grids: [] };
    const [belts, grids] = await Promise.all([
      getItems('belts', { zone }, 500, signal),
      getItems('grids', { zone }, 500, signal),
    ]);
    return { belts: belts.features, grids: grids.features };
  }).value;
  if (zones?.length === 0) return <p class="note">{say('noZones')}</p>;
  const choose = (text: string): void => {
    const next = drawn && text === drawn.kind ? drawn : partOf(text);
    batch(() => {
      analysis.value = { ...view, area: next };
      // The map shows what the page is filtered by: another zone's records would be missing under what is found there.
      if (next.kind === 'zone' && filters.value.zone) filters.value = { ...filters.value, zone: next.id };
    });
    geometryOf(next).then(
      (geometry) => dispatchEvent(new CustomEvent('beltmap:show', { detail: { geometry } })),
      () => undefined, // the panel says what went wrong
    );
  };
  const chosen = area ? formatArea(area) : '';
  const groups = [
    ['belt', say('belts'), parts?.belts ?? []],
    ['grid', say('grids'), parts?.grids ?? []],
  ] as const;
  const known =
    area?.kind === 'zone' || groups.some(([kind, , list]) => area?.kind === kind && list.some((f) => f.id === area.id));
  return (
    <div class="analysis-form">
      <label class="analysis-choice">
        <span>{say(drawn ? 'zoneOrDrawn' : 'zone')}</span>
        <select
          data-testid="analysis-zone"
          value={isDrawn ? area.kind : `zone/${zone}`}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {drawn && <option value={drawn.kind}>{say('drawn', { n: drawn.corners.length })}</option>}
          {!isDrawn && !zones?.some((z) => z.id === zone) && <option value={`zone/${zone}`}>{zone}</option>}
          {zones?.map((z) => (
            <option key={z.id} value={`zone/${z.id}`}>
              {called(z)}
            </option>
          ))}
        </select>
      </label>
      {!ofZone && !isDrawn && (
        <label class="analysis-choice">
          <span>{say('part')}</span>
          <select data-testid="analysis-part" value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
            <option value={`zone/${zone}`}>{say('whole')}</option>
            {!known && area && !isDrawn && <option value={chosen}>{area.id}</option>}
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
      {isDrawn && filters.value.zone && (
        <p class="analysis-means" data-testid="drawn-zone">
          {say('drawnZone', { zone: zoneName(zones, filters.value.zone) })}
        </p>
      )}
    </div>
  );
}

const zoneName = (zones: readonly Feature[] | undefined, id: string): string => {
  const found = zones?.find((zone) => zone.id === id);
  return found ? called(found) : id;
};

function partOf(text: string): Part {
  const slash = text.indexOf('/');
  return { kind: text.slice(0, slash) as Part['kind'], id: text.slice(slash + 1) };
}
