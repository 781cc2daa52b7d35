import type { ExpressionSpecification, FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { schemaOf } from '../format';
import { collections, drawingOrder, ground, ink, type LayerMark, muted, type Tone } from '../generated/palette';
import outlineURL from '../ground/outline.json?url';
import townsURL from '../ground/towns.json?url';
import { ringOrder } from './images';

type DrawnId = (typeof drawingOrder)[number];

const fonts = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei'];
const bold = fonts.map((font) => `${font} Bold`);

/** A color of the palette that follows the theme. */
const tone = (t: Tone): ExpressionSpecification => ['case', ['==', ['global-state', 'theme'], 'dark'], t.dark, t.light];
const accent: Tone = { light: '#8c3b2a', dark: '#e08a6d' };
const inLang = (zh: ExpressionSpecification, en: ExpressionSpecification): ExpressionSpecification => [
  'case',
  ['==', ['global-state', 'lang'], 'en'],
  en,
  zh,
];
const name = inLang(
  ['coalesce', ['get', 'name_zh'], ['get', 'name_en'], ['get', 'id']],
  ['coalesce', ['get', 'name_en'], ['get', 'name_zh'], ['get', 'id']],
);
const clustered: ExpressionSpecification = ['has', 'point_count'];
const doubtful: ExpressionSpecification = ['in', ['get', 'position_class'], ['literal', ['illustrative', 'synthetic']]];
const planned: ExpressionSpecification = ['==', ['get', 'status'], 'planned'];
const isType = (type: 'Point' | 'LineString' | 'Polygon'): ExpressionSpecification => ['==', ['geometry-type'], type];
const all = (...filters: ExpressionSpecification[]): FilterSpecification => ['all', ...filters];

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

export const empty: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
export { outlineURL };

function groundLayers(): LayerSpecification[] {
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

const from = (id: DrawnId) => ({ source: 'belts', 'source-layer': id }) as const;

function areas(id: DrawnId, look: LayerMark): LayerSpecification[] {
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

function lines(id: DrawnId, look: LayerMark): LayerSpecification[] {
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
        ...(look.dash ? { 'line-dasharray': [...look.dash] } : {}),
      },
    },
  ];
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

function names(id: DrawnId, look: LayerMark): LayerSpecification[] {
  if (id === 'zones' || id === 'belts') return placedNames(id, look);
  if (id === 'grids') return [gridNames(look)];
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
          : { ...text, 'text-variable-anchor': ['top', 'bottom', 'left', 'right'], 'text-radial-offset': 1.4 },
      paint,
    },
  ];
}

const round24 = (part: string): ExpressionSpecification => [
  'to-string',
  ['ceil', ['/', ['*', 24, ['get', `n_${part}`]], ['get', 'point_count']]],
];

const ringSize: ExpressionSpecification = [
  'step',
  ['get', 'point_count'],
  '32',
  10,
  '36',
  100,
  '42',
  1000,
  '48',
  10000,
  '54',
];
const badgeWidth: ExpressionSpecification = [
  'step',
  ['get', 'point_count'],
  '36',
  10,
  '43',
  100,
  '50',
  1000,
  '58',
  10000,
  '64',
];

/**
 * Where each kind stands at small scales, in pixels from its place: beside the enterprises' ring, which would cover it. From zoom 12 on
 * everything stands where it is.
 */
const beside: Readonly<Partial<Record<DrawnId, readonly [number, number]>>> = {
  organizations: [0, 29],
  centers: [38, 12],
  events: [-38, 12],
  alliances: [38, -18],
  places: [-38, -18],
  honors: [0, -36],
  programs: [-38, 40],
};

const displaced = ([x, y]: readonly [number, number], unit: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  10,
  ['literal', [x / unit, y / unit]],
  12,
  ['literal', [0, 0]],
];

const displacedText = ([x, y]: readonly [number, number], size: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  10,
  ['literal', [(x + 7) / size, y / size]],
  12,
  ['literal', [7 / size, 0]],
];

function points(id: DrawnId): LayerSpecification[] {
  const theme: ExpressionSpecification = ['global-state', 'theme'];
  const offset = beside[id] ?? ([0, 0] as const);
  const shares = ringOrder.flatMap((part, i) => (i === 0 ? [round24(part)] : [',', round24(part)]));
  const ring: ExpressionSpecification =
    id === 'enterprises'
      ? ['concat', 'ring|', theme, '|', ...shares, '|', ringSize]
      : ['concat', 'stack|', theme, `|${id}|`, badgeWidth];
  const mark: ExpressionSpecification = [
    'concat',
    'mark|',
    theme,
    `|${id}|`,
    id === 'enterprises' ? ['coalesce', ['get', 'status'], 'unknown'] : '-',
    '|',
    id === 'organizations' ? ['to-string', ['coalesce', ['get', 'stars'], '-']] : '-',
    '|',
    ['coalesce', ['get', 'position_class'], 'exact'],
  ];
  const count: ExpressionSpecification = [
    'case',
    ['<', ['get', 'point_count'], 10000],
    ['to-string', ['get', 'point_count']],
    inLang(
      ['concat', ['number-format', ['/', ['get', 'point_count'], 10000], { 'max-fraction-digits': 1 }], '万'],
      ['concat', ['number-format', ['/', ['get', 'point_count'], 1000], { 'max-fraction-digits': 0 }], 'k'],
    ),
  ];
  return [
    {
      id: `${id}:points`,
      type: 'symbol',
      ...from(id),
      filter: all(isType('Point')),
      layout: {
        'icon-image': ['case', clustered, ring, mark],
        'icon-allow-overlap': true,
        'icon-padding': 0,
        'icon-offset': displaced(offset, 1),
        'text-field': ['case', clustered, count, ''],
        'text-font': bold,
        'text-size': id === 'enterprises' ? ['step', ['coalesce', ['get', 'point_count'], 0], 12, 1000, 11] : 12,
        // In a badge the number stands right of the shape.
        'text-offset': id === 'enterprises' ? [0, 0] : displacedText(offset, 12),
        'text-allow-overlap': true,
        'symbol-sort-key': ['coalesce', ['get', 'point_count'], 0],
      },
      paint: { 'text-color': tone(ink) },
    },
    {
      id: `${id}:point-names`,
      type: 'symbol',
      ...from(id),
      minzoom: { enterprises: 13.5, organizations: 12.5 }[id as string] ?? 11.5,
      filter: all(isType('Point'), ['!', clustered]),
      layout: {
        'text-field': name,
        'text-font': fonts,
        'text-size': 12,
        'text-variable-anchor': ['top', 'bottom'],
        'text-radial-offset': id === 'organizations' ? 2.3 : 1.5,
        'text-max-width': 10,
        'text-padding': 3,
      },
      paint: { 'text-color': tone(ink), 'text-halo-color': tone(ground), 'text-halo-width': 1.6 },
    },
  ];
}

function chosenLayers(source: 'chosen' | 'hovered'): LayerSpecification[] {
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
