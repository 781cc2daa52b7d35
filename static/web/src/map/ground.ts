import type { LayerSpecification } from 'maplibre-gl';
import { ground, muted } from '../generated/palette';
import { bold, fonts, inLang, tone } from './expressions';

/** What lies under the records: graticule, outline, towns. */
export function groundLayers(): LayerSpecification[] {
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': tone(ground) } },
    {
      id: 'graticule',
      type: 'line',
      source: 'graticule',
      paint: { 'line-color': tone(muted), 'line-width': 0.7, 'line-opacity': 0.32 },
    },
    {
      id: 'graticule-labels',
      type: 'symbol',
      source: 'graticule',
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 520,
        'text-field': ['get', 'label'],
        'text-font': fonts,
        'text-size': 10,
        'text-offset': [0, -0.7],
      },
      paint: { 'text-color': tone(muted), 'text-opacity': 0.85, 'text-halo-color': tone(ground), 'text-halo-width': 1 },
    },
    {
      id: 'outline',
      type: 'line',
      source: 'outline',
      paint: { 'line-color': tone(muted), 'line-width': 1.4, 'line-opacity': 0.8 },
    },
    townLayer(1, 0, 15),
    townLayer(2, 5, 13),
    townLayer(3, 7.5, 12),
    townLayer(4, 9.5, 11),
  ];
}

const townLayer = (rank: number, minzoom: number, size: number): LayerSpecification => ({
  id: `towns-${rank}`,
  type: 'symbol',
  source: 'towns',
  minzoom,
  filter: ['==', ['get', 'rank'], rank],
  layout: {
    'text-field': inLang(['get', 'zh'], ['get', 'en']),
    'text-font': rank < 3 ? bold : fonts,
    'text-size': ['interpolate', ['linear'], ['zoom'], 6, size - 2, 12, size + 3],
    'text-letter-spacing': rank < 3 ? 0.12 : 0.04,
    'text-padding': 6,
    'symbol-sort-key': rank,
  },
  paint: {
    'text-color': tone(muted),
    'text-opacity': rank < 3 ? 0.95 : 0.85,
    'text-halo-color': tone(ground),
    'text-halo-width': 1.4,
  },
});
