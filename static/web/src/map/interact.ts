import type { MapGeoJSONFeature, Map as MapLibreMap, PointLike } from 'maplibre-gl';
import { getInBox } from '../api';
import { tip } from '../components/MapTip';
import { adding, draft } from '../edit/draft';
import { codeLabel, fieldOf, isCollection, number, schemaOf, share, stars } from '../format';
import type { CollectionId } from '../generated/schema';
import { nameOf, say, t } from '../i18n';
import {
  announced,
  drawingArea,
  filters,
  hovered,
  openStack,
  paintedWords,
  select,
  shownStatuses,
  stack,
} from '../state';
import { spotAround } from './bounds';

/** Wires pointer and keyboard: a record is selected, a cluster comes apart, what is under the pointer is named. */
export function listen(map: MapLibreMap): void {
  const coarse = matchMedia('(pointer: coarse)').matches;
  map.on('click', (event) => {
    if (draft.value || drawingArea.value) return; // it is drawn on
    if (adding.value) return placed(event.lngLat);
    const hit = at(map, event.point.x, event.point.y, coarse ? 14 : 5);
    if (hit) void open(map, hit);
  });
  map.on('mousemove', (event) => {
    if (draft.value || drawingArea.value || adding.value) return hover(undefined, 0, 0);
    const hit = at(map, event.point.x, event.point.y, 3);
    map.getCanvas().classList.toggle('pointing', hit !== undefined);
    hover(hit, event.point.x, event.point.y);
  });
  map.on('mouseout', () => hover(undefined, 0, 0));
  map.on('movestart', () => {
    tip.value = undefined;
  });
  map.getCanvas().addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && adding.value) {
      adding.value = false;
      announced.value = t('addCanceled');
    }
    if (event.key !== 'Enter' || draft.value || drawingArea.value) return;
    event.preventDefault(); // or the same key press would act on the card that opens
    if (adding.value) return placed(map.getCenter());
    const { width, height } = map.getContainer().getBoundingClientRect();
    const hit = nearest(map, width / 2, height / 2, 48);
    if (hit) void open(map, hit);
    else announced.value = t('mapNothing');
  });
}

// Seven decimals are what a record keeps, about a centimeter.
const placed = ({ lng, lat }: { lng: number; lat: number }): void => {
  const detail = [Number(lng.toFixed(7)), Number(lat.toFixed(7))] as const;
  dispatchEvent(new CustomEvent('beltmap:placed', { detail }));
};

const drawn = (map: MapLibreMap): string[] =>
  map
    .getStyle()
    .layers.flatMap((l) =>
      l.id.includes(':') && !l.id.startsWith('ground:') && ('source-layer' in l || l.id.startsWith('coverage:'))
        ? [l.id]
        : [],
    );

// Points before lines, lines before areas: the smaller thing is the one that was meant.
const weight = (f: MapGeoJSONFeature): number =>
  ({ Point: 0, MultiPoint: 0, LineString: 1, MultiLineString: 1 })[f.geometry.type as string] ?? 2;

function at(map: MapLibreMap, x: number, y: number, reach: number): MapGeoJSONFeature | undefined {
  const box: [PointLike, PointLike] = [
    [x - reach, y - reach],
    [x + reach, y + reach],
  ];
  const found = map.queryRenderedFeatures(box, { layers: drawn(map) });
  const best = Math.min(...found.map(weight));
  const same = found.filter((f) => weight(f) === best);
  return best === 0 ? closest(map, same, x, y) : same[0];
}

const nearest = (map: MapLibreMap, x: number, y: number, reach: number): MapGeoJSONFeature | undefined =>
  at(map, x, y, reach);

function closest(
  map: MapLibreMap,
  found: readonly MapGeoJSONFeature[],
  x: number,
  y: number,
): MapGeoJSONFeature | undefined {
  const far = (f: MapGeoJSONFeature): number => {
    if (f.geometry.type !== 'Point') return Infinity;
    const p = map.project(f.geometry.coordinates as [number, number]);
    return Math.hypot(p.x - x, p.y - y);
  };
  // Where two lie on each other the one drawn on top comes first, and stays first.
  return [...found].sort((a, b) => Math.round(far(a) - far(b)))[0];
}

const collectionOf = (f: MapGeoJSONFeature): CollectionId | undefined => {
  // What is painted by rates says itself what it stands for.
  const layer = f.layer.metadata as { readonly collection?: string } | undefined;
  const id = f.sourceLayer ?? String(f.properties.collection ?? layer?.collection ?? '');
  return isCollection(id) ? id : undefined;
};

async function open(map: MapLibreMap, hit: MapGeoJSONFeature): Promise<void> {
  const collection = collectionOf(hit);
  if (!collection) return;
  if (!('point_count' in hit.properties)) {
    stack.value = undefined;
    select({ collection, id: String(hit.properties.id) });
    return;
  }
  if (hit.geometry.type !== 'Point') return;
  const [lon = 0, lat = 0] = hit.geometry.coordinates;
  const count = Number(hit.properties.point_count);
  const zoom = map.getZoom();
  const box = spotAround(lon, lat, zoom);
  // Records at one and the same place never come apart: they are opened as a list instead.
  const together = await getInBox(collection, filters.value, box, 1).then(
    (page) => page.numberMatched >= count,
    () => false,
  );
  if (together || zoom >= map.getMaxZoom() - 0.5) openStack({ collection, box, count });
  else map.easeTo({ center: [lon, lat], zoom: Math.min(zoom + 2, map.getMaxZoom()) });
}

let last = '';

function hover(hit: MapGeoJSONFeature | undefined, x: number, y: number): void {
  const collection = hit && collectionOf(hit);
  if (!hit || !collection) {
    last = '';
    tip.value = undefined;
    if (hovered.value) hovered.value = undefined;
    return;
  }
  const key = `${collection}/${hit.properties.id ?? JSON.stringify(hit.geometry)}`;
  if (key !== last) {
    last = key;
    // An area is cut at the tile's edge: only points are ringed from the tile.
    const isPoint = hit.geometry.type === 'Point' && !('point_count' in hit.properties);
    hovered.value = {
      ref: { collection, id: String(hit.properties.id ?? '') },
      ...(isPoint ? { geometry: hit.geometry } : {}),
    };
  }
  tip.value = { x, y, ...words(collection, hit.properties) };
}

function words(collection: CollectionId, p: Record<string, unknown>): { title: string; lines: string[] } {
  if ('point_count' in p) {
    const n = Number(p.point_count);
    if (collection !== 'enterprises')
      return { title: t('stackTip', { n: number(n) }), lines: [say(schemaOf(collection).label)] };
    const lines = shownStatuses.value.flatMap((status) => {
      const part = Number(p[`n_${status}`] ?? 0);
      return part > 0
        ? [`${codeLabel(fieldOf(collection, 'status'), status)} ${number(part)} · ${share(part, n)}`]
        : [];
    });
    return { title: t('clusterTip', { n: number(n) }), lines };
  }
  const lines = [say(schemaOf(collection).label)];
  const said = p.words ?? paintedWords.value?.(String(p.id));
  if (typeof said === 'string') lines.push(said);
  if (typeof p.status === 'string') lines.push(codeLabel(fieldOf(collection, 'status'), p.status));
  if (p.stars !== undefined && p.stars !== null) lines.push(stars(p.stars));
  const position = fieldOf(collection, 'position_class');
  if (typeof p.position_class === 'string' && position) lines.push(codeLabel(position, p.position_class));
  return { title: nameOf({ id: String(p.id), name_zh: p.name_zh as string, name_en: p.name_en as string }), lines };
}
