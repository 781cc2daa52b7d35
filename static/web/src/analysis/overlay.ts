import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { polygonOf } from '../coverage/view';
import type { Geometry } from '../records';
import type { Position } from './answers';
import type { Area } from './view';

/** What an analysis lays over the map. Nothing of it is a record: all of it is drawn dashed or hollow. */
export type OverlayKind = 'area' | 'gap' | 'hotspot' | 'standing' | 'peer' | 'proposed' | 'changed';

export interface OverlayProperties {
  readonly kind: OverlayKind;
  /** What nobody has built: only somebody's idea. */
  readonly supposed: boolean;
  readonly label: string;
}

export type Overlay = readonly GeoJSON.Feature<Geometry, OverlayProperties>[];

/** What is laid over the map now. */
export const overlay = signal<Overlay>([]);

/** The drawn area that is looked into, around whatever is found in it. */
export const frame = signal<Overlay>([]);

/** Frames a drawn area on the map as long as it is looked into. */
export function useFrame(area: Area | undefined): void {
  const corners = area?.kind === 'polygon' ? area.corners : undefined;
  useEffect(() => {
    frame.value = corners ? [feature('area', '', polygonOf(corners))] : [];
    return () => {
      frame.value = [];
    };
  }, [corners?.join(';')]);
}

/** Lays features over the map as long as a component is shown. */
export function useOverlay(key: string, make: () => Overlay): void {
  useEffect(() => {
    overlay.value = make();
    return () => {
      overlay.value = [];
    };
  }, [key]);
}

const supposing: ReadonlySet<OverlayKind> = new Set(['proposed', 'changed']);

function feature(kind: OverlayKind, label: string, geometry: Geometry): Overlay[number] {
  return { type: 'Feature', properties: { kind, label, supposed: supposing.has(kind) }, geometry };
}

export const mark = (kind: OverlayKind, at: Position, label = ''): Overlay[number] =>
  feature(kind, label, { type: 'Point', coordinates: [...at] });

/** A star of lines from a middle to its ends: which enterprises belong together. */
export function star(kind: OverlayKind, middle: Position, ends: readonly Position[]): Overlay[number] {
  return feature(kind, '', {
    type: 'MultiLineString',
    coordinates: ends.map((end) => [[...middle], [...end]]),
  });
}

const corners = 48;
/** Metres of a meridian's degree on the mean sphere. */
export const degree = 111_195;

/** A circle of so many metres, true to the eye at the scale of a zone. */
export function circle(kind: OverlayKind, [lon, lat]: Position, metres: number, label = ''): Overlay[number] {
  const dy = metres / degree;
  const dx = dy / Math.cos((lat * Math.PI) / 180);
  const ring = Array.from({ length: corners + 1 }, (_, i) => {
    const angle = (2 * Math.PI * (i % corners)) / corners;
    return [lon + dx * Math.cos(angle), lat + dy * Math.sin(angle)];
  });
  return feature(kind, label, { type: 'Polygon', coordinates: [ring] });
}

/** The point in the middle of some. */
export function middleOf(points: readonly Position[]): Position | undefined {
  if (points.length === 0) return undefined;
  const sum = points.reduce((s, p) => [s[0] + p[0], s[1] + p[1]] as const, [0, 0] as const);
  return [sum[0] / points.length, sum[1] / points.length];
}

/** Moves the map to what is laid over it. */
export function lookAt(features: Overlay): void {
  const geometries = features.map((f) => f.geometry);
  if (geometries.length === 0) return;
  const geometry: Geometry = { type: 'GeometryCollection', geometries };
  dispatchEvent(new CustomEvent('beltmap:show', { detail: { geometry } }));
}
