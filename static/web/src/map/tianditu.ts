import { effect } from '@preact/signals';
import type { Map as MapLibreMap, RasterLayerSpecification } from 'maplibre-gl';
import { at } from '../base';
import { t } from '../i18n';
import { failure, shownTianditu } from '../state';
import { type TiandituLayer, tiandituLayers } from '../tianditu';
import { onDark } from './expressions';

/** Below everything of ours, above the background. */
const above = 'graticule';
const all: readonly TiandituLayer[] = ['vec', 'img', 'cva', 'cia'];
const idOf = (layer: TiandituLayer): string => `tianditu-${layer}`;

/** Whether a source of the map is Tianditu's. */
export const isTianditu = (source: unknown): boolean => typeof source === 'string' && source.startsWith('tianditu-');

/** Lays Tianditu's tiles, which come by way of our server, under the records. Its grid is the map's own: nothing is shifted. */
export function followTianditu(map: MapLibreMap): void {
  effect(() => {
    const wanted = tiandituLayers(shownTianditu.value);
    for (const layer of all) if (!wanted.includes(layer)) remove(map, idOf(layer));
    for (const layer of wanted) add(map, layer);
    if (wanted.length === 0 && failure.peek() === t('tiandituFailed')) failure.value = undefined;
  });
}

function add(map: MapLibreMap, layer: TiandituLayer): void {
  const id = idOf(layer);
  if (map.getLayer(id)) return;
  map.addSource(id, {
    type: 'raster',
    tiles: [`${at('/ground/tianditu/')}${layer}/{z}/{x}/{y}`],
    tileSize: 256,
    minzoom: 1,
    maxzoom: 18,
  });
  map.addLayer({ id, type: 'raster', source: id, paint: looks[layer] }, above);
}

function remove(map: MapLibreMap, id: string): void {
  if (map.getLayer(id)) map.removeLayer(id);
  if (map.getSource(id)) map.removeSource(id);
}

// The ground recedes behind the records. In the dark the map is turned from dark on light to light on dark, with its hues kept; imagery
// is dimmed there and paled in the light, and its names, white with a dark edge, are good in both.
const turned: RasterLayerSpecification['paint'] = {
  'raster-brightness-min': onDark(0.92, 0),
  'raster-brightness-max': onDark(0.06, 1),
  'raster-hue-rotate': onDark(180, 0),
};
const looks: Readonly<Record<TiandituLayer, RasterLayerSpecification['paint']>> = {
  vec: { ...turned, 'raster-saturation': -0.35, 'raster-opacity': 0.8 },
  cva: { ...turned, 'raster-saturation': -0.35, 'raster-opacity': 0.8 },
  img: {
    'raster-saturation': -0.3,
    'raster-brightness-min': onDark(0, 0.3),
    'raster-brightness-max': onDark(0.6, 1),
    'raster-opacity': onDark(0.9, 0.75),
  },
  cia: { 'raster-opacity': 0.9 },
};
