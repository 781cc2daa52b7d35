import { effect } from '@preact/signals';
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl';
import { ground, type Tone } from '../generated/palette';
import { accent, bold, empty, isType, tone } from '../map/expressions';
import { mapState } from '../state';
import { frame, overlay } from './overlay';

const source = 'analysis';
/** The color of what is only supposed, which no record has. */
const supposedTone: Tone = { light: '#6a2fa0', dark: '#cdaaff' };

/** Keeps the map drawing what an analysis lays over it. */
export function drawOverlay(): void {
  effect(() => {
    const features = [...frame.value, ...overlay.value];
    const idle = mapState.value === 'idle';
    const map = window.beltmap?.map;
    if (!map) return;
    // Once it is there it need not wait for the tiles of the next place.
    if (!map.getSource(source)) {
      if (!idle) return;
      add(map);
    }
    map.getSource<GeoJSONSource>(source)?.setData({ type: 'FeatureCollection', features });
  });
}

function add(map: MapLibreMap): void {
  map.addSource(source, { type: 'geojson', data: empty });
  for (const layer of layers()) map.addLayer(layer);
}

function layers(): LayerSpecification[] {
  const color = ['case', ['get', 'supposed'], tone(supposedTone), tone(accent)] as const;
  const line = { 'line-color': [...color], 'line-width': 2, 'line-dasharray': [3, 2] };
  return [
    {
      id: 'analysis-area',
      type: 'fill',
      source,
      filter: ['all', isType('Polygon'), ['!=', ['get', 'kind'], 'area']],
      paint: { 'fill-color': [...color], 'fill-opacity': 0.14 },
    },
    { id: 'analysis-edge', type: 'line', source, filter: isType('Polygon'), paint: line },
    {
      id: 'analysis-line',
      type: 'line',
      source,
      filter: ['in', ['geometry-type'], ['literal', ['LineString', 'MultiLineString']]],
      paint: line,
    },
    {
      id: 'analysis-point',
      type: 'circle',
      source,
      filter: isType('Point'),
      paint: {
        'circle-radius': ['match', ['get', 'kind'], 'proposed', 11, 'standing', 11, 'peer', 12, 8],
        'circle-color': ['match', ['get', 'kind'], ['proposed', 'peer'], tone(ground), 'rgba(0,0,0,0)'],
        'circle-stroke-color': [...color],
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: 'analysis-label',
      type: 'symbol',
      source,
      filter: ['!=', ['get', 'label'], ''],
      layout: { 'text-field': ['get', 'label'], 'text-font': bold, 'text-size': 12, 'text-allow-overlap': true },
      paint: { 'text-color': [...color], 'text-halo-color': tone(ground), 'text-halo-width': 1.8 },
    },
  ] as LayerSpecification[];
}
