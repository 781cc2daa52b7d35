import type { Box } from './bounds';

const steps = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01];

/** The distance between meridians, in degrees, that leaves three to eight of them over a width. */
export const stepFor = (width: number): number => steps.find((step) => width / step >= 3) ?? 0.01;

/** Meridians and parallels over a box and half its size around, each with its degree as a label. */
export function graticule([west, south, east, north]: Box): GeoJSON.FeatureCollection {
  const step = stepFor(east - west);
  const margin = Math.max(east - west, north - south) / 2;
  const features: GeoJSON.Feature[] = [];
  const line = (label: string, coordinates: number[][]): void => {
    features.push({ type: 'Feature', properties: { label }, geometry: { type: 'LineString', coordinates } });
  };
  const [w, e] = [Math.max(-180, west - margin), Math.min(180, east + margin)];
  const [s, n] = [Math.max(-85, south - margin), Math.min(85, north + margin)];
  for (let i = Math.ceil(w / step); i * step <= e; i++)
    line(degrees(i * step, 'E', 'W'), [
      [i * step, s],
      [i * step, n],
    ]);
  for (let i = Math.ceil(s / step); i * step <= n; i++)
    line(degrees(i * step, 'N', 'S'), [
      [w, i * step],
      [e, i * step],
    ]);
  return { type: 'FeatureCollection', features };
}

/** Degrees with their side, in as few digits as say them. */
export function degrees(value: number, positive: string, negative: string): string {
  const rounded = Math.round(value * 100) / 100;
  return `${Math.abs(rounded)}°${rounded > 0 ? positive : rounded < 0 ? negative : ''}`;
}
