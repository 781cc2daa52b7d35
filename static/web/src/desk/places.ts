import { located } from '../components/Position';
import { boundsOf } from '../map/bounds';
import type { Feature } from '../records';

export type Place = readonly [number, number];

/** A point for what is visited, as the server takes it: of a line its middle vertex, of an area the middle of its box. */
export function middleOf({ geometry, properties }: Pick<Feature, 'geometry' | 'properties'>): Place | null {
  if (!geometry || !located(properties.position_class)) return null;
  const at = geometry.type === 'Point' ? geometry.coordinates : undefined;
  const vertex = geometry.type === 'LineString' ? geometry.coordinates[geometry.coordinates.length >> 1] : at;
  if (vertex) return [vertex[0] ?? 0, vertex[1] ?? 0];
  const box = boundsOf(geometry);
  return box ? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] : null;
}

const far = (a: { x: number; y: number }, b: { x: number; y: number }): number => Math.hypot(a.x - b.x, a.y - b.y);

/** How far a point is from a line between two, in the same unit. */
export function offLine(
  p: { readonly x: number; readonly y: number },
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const s = length === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return far(p, { x: a.x + s * dx, y: a.y + s * dy });
}

const onStop = 22; // pixels
const onLeg = 16;

/** Where a numbered marker that is let go on the map puts its stop: on another stop, in its place; on a leg, between its ends; else nowhere. */
export function dropOn(
  from: number,
  at: { readonly x: number; readonly y: number },
  stops: readonly ({ readonly x: number; readonly y: number } | undefined)[],
): number | undefined {
  let [best, near] = [-1, onStop];
  stops.forEach((p, i) => {
    if (!p || i === from) return;
    const d = far(at, p);
    if (d < near) [best, near] = [i, d];
  });
  if (best >= 0) return best;
  near = onLeg;
  // The legs are those that the others have once this one is taken out.
  const others = stops.map((p, i) => ({ p, i })).filter(({ p, i }) => p && i !== from);
  others.forEach(({ p: a }, k) => {
    const b = others[k + 1];
    if (!a || !b?.p) return;
    const d = offLine(at, a, b.p);
    if (d < near) [best, near] = [b.i > from ? b.i - 1 : b.i, d];
  });
  return best < 0 || best === from ? undefined : best;
}
