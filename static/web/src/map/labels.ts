import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { schemaOf } from '../format';
import { ground, ink, type LayerMark } from '../generated/palette';
import { all, bold, type DrawnId, from, isType, name, tone } from './expressions';

/** The names of a collection's axes and areas. */
export function names(id: DrawnId, look: LayerMark): LayerSpecification[] {
  if (id === 'zones' || id === 'belts') return placedNames(id, look);
  if (id === 'grids') return [gridNames(look)];
  if (id === 'ground') return [];
  const minzoom = 12;
  const text = {
    'text-field': name,
    'text-font': bold,
    'text-size': 11,
    'text-max-width': 9,
    'text-padding': 4,
  } as const;
  const paint = { 'text-color': tone(look), 'text-halo-color': tone(ground), 'text-halo-width': 1.8 };
  const made: LayerSpecification[] = [];
  if (schemaOf(id).shapes.includes('line')) {
    made.push({
      id: `${id}:line-name`,
      type: 'symbol',
      ...from(id),
      minzoom,
      filter: all(isType('LineString')),
      layout: { ...text, 'symbol-placement': 'line', 'text-offset': [0, 1.3], 'symbol-spacing': 400 },
      paint,
    });
  }
  made.push({
    id: `${id}:name`,
    type: 'symbol',
    ...from(id),
    minzoom,
    filter: all(isType('Polygon')),
    layout: text,
    paint,
  });
  return made;
}

const gridNames = (look: LayerMark): LayerSpecification => ({
  id: 'grids-name',
  type: 'symbol',
  source: 'grid-names',
  minzoom: 11.5,
  layout: { 'text-field': ['coalesce', ['get', 'code'], name], 'text-font': bold, 'text-size': 12, 'text-padding': 4 },
  paint: { 'text-color': tone(look), 'text-halo-color': tone(ground), 'text-halo-width': 1.8 },
});

// Zones and belts reach over many tiles and would be named once in each: their names have a source of their own.
function placedNames(id: 'zones' | 'belts', look: LayerMark): LayerSpecification[] {
  const own: ExpressionSpecification = ['==', ['get', 'collection'], id];
  const text = {
    'text-field': name,
    'text-font': bold,
    'text-size': id === 'belts' ? 14 : 13,
    'text-max-width': 12,
    'text-padding': 3,
  } as const;
  const paint = {
    'text-color': tone(id === 'zones' ? ink : look),
    'text-halo-color': tone(ground),
    'text-halo-width': 1.8,
  };
  return [
    {
      id: `${id}-name`,
      type: 'symbol',
      source: 'names',
      minzoom: id === 'zones' ? 6 : 9.5,
      filter: all(own),
      // A zone of a few pixels lies under its cluster: the name stands clear of it.
      layout:
        id === 'zones'
          ? {
              ...text,
              'text-variable-anchor': ['top', 'bottom'],
              'text-radial-offset': ['interpolate', ['linear'], ['zoom'], 7, 3.6, 12, 0.6],
            }
          : {
              ...text,
              'text-allow-overlap': true,
              'text-variable-anchor': ['bottom', 'top', 'left', 'right'],
              'text-radial-offset': 2.4,
            },
      paint,
    },
  ];
}
