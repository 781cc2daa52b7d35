import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { ground, type LayerMark } from '../generated/palette';
import { all, type DrawnId, doubtful, from, isType, planned, tone } from './expressions';

/** A collection's areas: their fill, and their edge, dashed where it is planned or not known. */
export function areas(id: DrawnId, look: LayerMark): LayerSpecification[] {
  const line = { 'line-color': tone(look), 'line-width': id === 'belts' ? 2.5 : look.lineWidth };
  const dashed: ExpressionSpecification = id === 'grids' ? planned : doubtful;
  return [
    {
      id: `${id}:fill`,
      type: 'fill',
      ...from(id),
      filter: all(isType('Polygon')),
      paint: {
        'fill-color': tone(look),
        'fill-opacity':
          id === 'grids' ? ['interpolate', ['linear'], ['zoom'], 8, 0, 11, look.fillOpacity] : look.fillOpacity,
      },
    },
    {
      id: `${id}:edge`,
      type: 'line',
      ...from(id),
      filter: all(isType('Polygon'), ['!', dashed]),
      ...(id === 'grids' ? { minzoom: 10 } : {}),
      paint: line,
    },
    {
      id: `${id}:edge-dashed`,
      type: 'line',
      ...from(id),
      ...(id === 'grids' ? { minzoom: 10 } : {}),
      filter: all(isType('Polygon'), dashed),
      paint: { ...line, 'line-dasharray': [4, 2.5] },
    },
  ];
}

/** A collection's axes. */
export function lines(id: DrawnId, look: LayerMark): LayerSpecification[] {
  const wide: ExpressionSpecification = [
    'interpolate',
    ['linear'],
    ['zoom'],
    7,
    look.lineWidth * 0.8,
    14,
    look.lineWidth * 1.6,
  ];
  const casing: ExpressionSpecification = [
    'interpolate',
    ['linear'],
    ['zoom'],
    7,
    look.lineWidth * 2.4,
    14,
    look.lineWidth * 5,
  ];
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const made: LayerSpecification[] = [
    {
      id: `${id}:casing`,
      type: 'line',
      ...from(id),
      filter: all(isType('LineString')),
      layout: round,
      paint: { 'line-color': tone(look), 'line-width': casing, 'line-opacity': 0.18 },
    },
    {
      id: `${id}:line`,
      type: 'line',
      ...from(id),
      filter: all(isType('LineString')),
      layout: look.dash ? {} : round,
      paint: {
        'line-color': tone(look),
        'line-width': wide,
        ...(id === 'ground' ? { 'line-opacity': 0.5 } : {}),
        ...(look.dash ? { 'line-dasharray': [...look.dash] } : {}),
      },
    },
  ];
  if (id === 'ground') made.shift(); // it recedes: no casing
  // A dashed seam of the ground's color says that the axis itself is illustrative.
  if (id === 'belts') {
    made.push({
      id: `${id}:seam`,
      type: 'line',
      ...from(id),
      filter: all(isType('LineString'), doubtful),
      paint: { 'line-color': tone(ground), 'line-width': 1.2, 'line-dasharray': [5, 4] },
    });
  }
  return made;
}
