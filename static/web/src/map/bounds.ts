import type { Geometry } from '../records';

export type Box = [west: number, south: number, east: number, north: number];

/** The box around a geometry, undefined for an empty one. */
export function boundsOf(geometry: Geometry): Box | undefined {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (c: unknown): void => {
    if (!Array.isArray(c)) return;
    if (typeof c[0] === 'number' && typeof c[1] === 'number') {
      box[0] = Math.min(box[0], c[0]);
      box[1] = Math.min(box[1], c[1]);
      box[2] = Math.max(box[2], c[0]);
      box[3] = Math.max(box[3], c[1]);
      return;
    }
    c.forEach(visit);
  };
  if (geometry.type === 'GeometryCollection')
    for (const g of geometry.geometries) visit('coordinates' in g ? g.coordinates : []);
  else visit(geometry.coordinates);
  return box[0] <= box[2] ? box : undefined;
}

/** A box of some tile units of the deepest zoom around a point: what cannot be told apart by zooming in. */
export function spotAround(lon: number, lat: number, zoom: number): Box {
  const unit = 360 / 2 ** Math.min(Math.floor(zoom), 16) / 4096;
  const dx = unit * 1.5;
  const dy = dx * Math.cos((lat * Math.PI) / 180);
  return [lon - dx, lat - dy, lon + dx, lat + dy];
}
