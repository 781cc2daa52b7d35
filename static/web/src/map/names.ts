import { effect } from '@preact/signals';
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import { aborted, getInBox, getItems } from '../api';
import { located } from '../components/Position';
import type { Feature, Geometry } from '../records';
import { failure, filters, layers } from '../state';

const most = 500;
const gridZoom = 11.5; // below it grids are too small to be named

/** Keeps the names of zones, belts and grids on the map as the filters say: one a record, wherever the tiles cut it. */
export function followNames(map: MapLibreMap): void {
  let pending: AbortController | undefined;
  const show = (
    source: string,
    load: (signal: AbortSignal) => Promise<GeoJSON.Feature[]>,
    signal: AbortSignal,
  ): void => {
    load(signal).then(
      (features) => map.getSource<GeoJSONSource>(source)?.setData({ type: 'FeatureCollection', features }),
      (err: unknown) => {
        if (!aborted(err)) failure.value = (err as Error).message;
      },
    );
  };
  effect(() => {
    const wanted = filters.value;
    pending?.abort();
    pending = new AbortController();
    const all = async (signal: AbortSignal): Promise<GeoJSON.Feature[]> => {
      const [zones, belts] = await Promise.all([
        getItems('zones', wanted, most, signal),
        getItems('belts', wanted, most, signal),
      ]);
      return [...zones.features.flatMap((f) => named(f, 'zones')), ...belts.features.flatMap((f) => named(f, 'belts'))];
    };
    show('names', all, pending.signal);
  });
  // There may be a hundred grids a zone: only those in view are asked for.
  let pendingGrids: AbortController | undefined;
  const inView = async (signal: AbortSignal): Promise<GeoJSON.Feature[]> => {
    if (map.getZoom() < gridZoom || !layers.value.grids) return [];
    const b = map.getBounds();
    const page = await getInBox(
      'grids',
      filters.value,
      [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()],
      most,
      signal,
    );
    return page.features.flatMap((f) => named(f, 'grids'));
  };
  const grids = (): void => {
    pendingGrids?.abort();
    pendingGrids = new AbortController();
    show('grid-names', inView, pendingGrids.signal);
  };
  map.on('moveend', grids);
  effect(grids);
}

function named({ id, geometry, properties: p }: Feature, collection: 'zones' | 'belts' | 'grids'): GeoJSON.Feature[] {
  if (!geometry || !located(p.position_class)) return [];
  const at = middleOf(geometry);
  return at
    ? [
        {
          type: 'Feature',
          properties: { id, collection, code: p.code, name_zh: p.name_zh, name_en: p.name_en },
          geometry: at,
        },
      ]
    : [];
}

/** The point where a name stands: halfway along an axis, the center of gravity of an area's largest ring. */
export function middleOf(geometry: Geometry): GeoJSON.Point | undefined {
  if (geometry.type === 'Point') return geometry;
  if (geometry.type === 'LineString') return halfway(geometry.coordinates);
  const rings =
    geometry.type === 'Polygon'
      ? [geometry.coordinates[0]]
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates.map((p) => p[0])
        : [];
  let best: { size: number; at: [number, number] } | undefined;
  for (const ring of rings) {
    const found = ring && gravity(ring);
    if (found && (!best || found.size > best.size)) best = found;
  }
  return best && { type: 'Point', coordinates: best.at };
}

function gravity(ring: readonly GeoJSON.Position[]): { size: number; at: [number, number] } | undefined {
  const [x0 = 0, y0 = 0] = ring[0] ?? [];
  let [twice, sx, sy] = [0, 0, 0];
  for (let i = 1; i < ring.length; i++) {
    const [ax = 0, ay = 0] = ring[i - 1] ?? [];
    const [bx = 0, by = 0] = ring[i] ?? [];
    const cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
    twice += cross;
    sx += (ax + bx - 2 * x0) * cross;
    sy += (ay + by - 2 * y0) * cross;
  }
  if (twice === 0) return undefined;
  return { size: Math.abs(twice), at: [x0 + sx / (3 * twice), y0 + sy / (3 * twice)] };
}

function halfway(line: readonly GeoJSON.Position[]): GeoJSON.Point | undefined {
  const length = (i: number): number => {
    const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = [line[i - 1], line[i]];
    return Math.hypot(bx - ax, by - ay);
  };
  let left = line.reduce((sum, _, i) => (i > 0 ? sum + length(i) : 0), 0) / 2;
  for (let i = 1; i < line.length; i++) {
    const here = length(i);
    if (here >= left && here > 0) {
      const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = [line[i - 1], line[i]];
      return { type: 'Point', coordinates: [ax + ((bx - ax) * left) / here, ay + ((by - ay) * left) / here] };
    }
    left -= here;
  }
  return undefined;
}
