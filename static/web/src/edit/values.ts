import { schemaOf } from '../format';
import type { CollectionId, Field } from '../generated/schema';
import type { Feature, Geometry } from '../records';

/** The collections that are edited in the page. */
export const editable = ['enterprises', 'belts', 'grids', 'centers', 'organizations'] as const satisfies CollectionId[];
export type Editable = (typeof editable)[number];
export const isEditable = (id: string): id is Editable => (editable as readonly string[]).includes(id);

/** What can be drawn: an enterprise is a point, a belt an axis or an area. */
export type Shape = 'point' | 'line' | 'polygon';
export const shapesOf = (collection: CollectionId): readonly Shape[] => schemaOf(collection).shapes;

export function shapeOf(geometry: Geometry | null): Shape | undefined {
  switch (geometry?.type) {
    case 'Point':
      return 'point';
    case 'LineString':
      return 'line';
    case 'Polygon':
      return 'polygon';
    default:
      return undefined; // of several parts, or none
  }
}

/** The fields of a form: what is computed is not typed, and an id is given once. */
export const formFields = (collection: CollectionId): readonly Field[] =>
  schemaOf(collection).fields.filter((field) => !field.derived && field.name !== 'id');

/** A value as it stands in a form: texts are texts, lists are lists of texts. */
export type Typed = string | readonly string[];
export type Values = Readonly<Record<string, Typed>>;

export function typed(field: Field, value: unknown): Typed {
  if (field.type === 'list') return Array.isArray(value) ? value.map(String) : [];
  return value === null || value === undefined ? '' : String(value);
}

/** A typed value as JSON. What is no number is sent as it is, so that the server says what is wrong with it. */
export function untyped(field: Field, value: Typed): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return null;
  switch (field.type) {
    case 'integer':
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'stars':
      return /^\d$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true';
    default:
      return text;
  }
}

export const sameTyped = (a: Typed | undefined, b: Typed | undefined): boolean =>
  JSON.stringify(a ?? '') === JSON.stringify(b ?? '');

export function valuesOf(collection: CollectionId, feature: Feature | undefined): Values {
  return Object.fromEntries(formFields(collection).map((f) => [f.name, typed(f, feature?.properties[f.name])]));
}

/** Coordinates as they are typed: a point a line, "lon, lat"; an empty line before a hole. */
export function formatCoordinates(geometry: Geometry | null): string {
  const points = (list: readonly GeoJSON.Position[]): string =>
    list.map((p) => `${Number((p[0] ?? 0).toFixed(7))}, ${Number((p[1] ?? 0).toFixed(7))}`).join('\n');
  switch (geometry?.type) {
    case 'Point':
      return points([geometry.coordinates]);
    case 'LineString':
      return points(geometry.coordinates);
    case 'Polygon':
      return geometry.coordinates.map((ring) => points(ring.slice(0, -1))).join('\n\n');
    default:
      return '';
  }
}

/** What is wrong with typed coordinates. */
export class CoordinateError extends Error {
  readonly why: 'malformed' | 'outside' | 'few';
  readonly line: number;
  constructor(why: 'malformed' | 'outside' | 'few', line = 0) {
    super(why);
    this.why = why;
    this.line = line;
  }
}

/** Reads typed coordinates; none is no geometry. It throws a CoordinateError. */
export function parseCoordinates(shape: Shape, text: string): Geometry | null {
  const rings: GeoJSON.Position[][] = [[]];
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') {
      if (rings.at(-1)?.length) rings.push([]);
      return;
    }
    const parts = line.trim().split(/[\s,，;；]+/);
    const [lon, lat] = parts.map(Number);
    if (parts.length !== 2 || lon === undefined || lat === undefined || Number.isNaN(lon) || Number.isNaN(lat))
      throw new CoordinateError('malformed', i + 1);
    if (Math.abs(lon) > 180 || Math.abs(lat) > 90) throw new CoordinateError('outside', i + 1);
    rings.at(-1)?.push([lon, lat]);
  });
  if (rings.length > 1 && rings.at(-1)?.length === 0) rings.pop();
  const first = rings[0] ?? [];
  if (first.length === 0) return null;
  if (shape === 'polygon') {
    const open = rings.map((ring) => (ring.length > 1 && `${ring[0]}` === `${ring.at(-1)}` ? ring.slice(0, -1) : ring));
    if (open.some((ring) => ring.length < 3)) throw new CoordinateError('few');
    return { type: 'Polygon', coordinates: open.map((ring) => [...ring, ring[0] as GeoJSON.Position]) };
  }
  const all = rings.flat();
  if (shape === 'line') {
    if (all.length < 2) throw new CoordinateError('few');
    return { type: 'LineString', coordinates: all };
  }
  if (all.length > 1) throw new CoordinateError('malformed', 2);
  return { type: 'Point', coordinates: first[0] as GeoJSON.Position };
}

export const sameGeometry = (a: Geometry | null, b: Geometry | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
