import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { schemaOf } from '../format';
import { collections, drawingOrder } from '../generated/palette';
import outlineURL from '../ground/outline.json?url';
import townsURL from '../ground/towns.json?url';
import { chosenLayers } from './chosen';
import { type DrawnId, empty } from './expressions';
import { groundLayers } from './ground';
import { names } from './labels';
import { points } from './points';
import { areas, lines } from './shapes';

export { outlineURL };

/** The style of the map: the ground, every layer of the tiles bottom first, and what is chosen on top. */
export function styleOf(tiles: string, theme: string, lang: string): StyleSpecification {
  return {
    version: 8,
    state: { theme: { default: theme }, lang: { default: lang } },
    sources: {
      belts: { type: 'vector', tiles: [tiles], minzoom: 0, maxzoom: 16 },
      towns: { type: 'geojson', data: townsURL },
      graticule: { type: 'geojson', data: empty },
      outline: { type: 'geojson', data: empty },
      names: { type: 'geojson', data: empty },
      'grid-names': { type: 'geojson', data: empty },
      chosen: { type: 'geojson', data: empty },
      hovered: { type: 'geojson', data: empty },
    },
    layers: [
      ...groundLayers(),
      ...drawingOrder.flatMap(layersOf),
      ...chosenLayers('hovered'),
      ...chosenLayers('chosen'),
    ],
  };
}

/** A collection's layers. Their ids begin with the collection's id and a colon. */
function layersOf(id: DrawnId): LayerSpecification[] {
  const { shapes } = schemaOf(id);
  const look = collections[id];
  const made: LayerSpecification[] = [];
  if (shapes.includes('polygon')) made.push(...areas(id, look));
  if (shapes.includes('line')) made.push(...lines(id, look));
  if (shapes.includes('polygon') || shapes.includes('line')) made.push(...names(id, look));
  if (shapes.includes('point')) made.push(...points(id));
  return made;
}
