import type { LayerSpecification } from 'maplibre-gl';
import { accent, isType, tone } from './expressions';

/** What is chosen or under the pointer, on top of everything. */
export function chosenLayers(source: 'chosen' | 'hovered'): LayerSpecification[] {
  const strong = source === 'chosen';
  return [
    {
      id: `${source}-line`,
      type: 'line',
      source,
      filter: ['!', isType('Point')],
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': tone(accent),
        'line-width': strong ? 14 : 8,
        'line-blur': 3,
        'line-opacity': strong ? 0.4 : 0.3,
      },
    },
    {
      id: `${source}-point`,
      type: 'circle',
      source,
      filter: isType('Point'),
      paint: {
        'circle-radius': strong ? 21 : 18,
        'circle-color': 'rgba(0,0,0,0)',
        'circle-stroke-color': tone(accent),
        'circle-stroke-width': strong ? 3.5 : 2,
        'circle-stroke-opacity': strong ? 1 : 0.7,
      },
    },
  ];
}
