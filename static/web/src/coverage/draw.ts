import { effect, signal } from '@preact/signals';
import type { ExpressionSpecification, GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl';
import { ground, ink, type Tone } from '../generated/palette';
import { bold, empty, fonts, isType, name, tone } from '../map/expressions';
import { middleOf } from '../map/names';
import { mapState, painted } from '../state';

/** The colors of the classes, lowest first: light to dark on light ground, dark to light on dark, apart for the color-blind too. */
export const classTones: readonly Tone[] = [
  { light: '#e4eed2', dark: '#2c4250' },
  { light: '#a5d3b4', dark: '#30667a' },
  { light: '#57a9b2', dark: '#3f929b' },
  { light: '#2b74a6', dark: '#79bfa6' },
  { light: '#173f7d', dark: '#d9edbd' },
];
/** The words on a class's color. */
const classInk: readonly Tone[] = [
  { light: '#1f2328', dark: '#ffffff' },
  { light: '#1f2328', dark: '#ffffff' },
  { light: '#10161c', dark: '#0b0f13' },
  { light: '#ffffff', dark: '#10161c' },
  { light: '#ffffff', dark: '#10161c' },
];
/** The strokes of the hatching, and of every edge. */
export const edgeTone: Tone = { light: '#5d5a52', dark: '#aab2bc' };
export const paperTone: Tone = { light: '#ffffff', dark: '#20262e' };

const source = 'coverage';

/** So many metres is a pixel at zoom 0 on the equator. */
const metresAPixel = 40_075_016.686 / 512;
/** The width of a band of so many metres to either side, in pixels at zoom 0. */
export const bandOf = (metres: number, latitude: number): number =>
  (2 * metres) / (metresAPixel * Math.cos((latitude * Math.PI) / 180));

/** Below this an area is too small to be read and a disc with its rate stands in its place. */
const discsUntil = 10.5;

/** So many discs have room at the scale of a province; more are smaller there and say no rate. */
const few = 60;

const features = signal<readonly GeoJSON.Feature[] | undefined>(undefined);
let drawing = false;

/** Paints areas in the colors of their classes; undefined leaves the map as it was. Records recede meanwhile. */
export function paint(next: readonly GeoJSON.Feature[] | undefined): void {
  features.value = next;
  painted.value = next !== undefined && next.length > 0;
  if (drawing) return;
  drawing = true;
  effect(draw);
}

function draw(): void {
  const areas = features.value;
  if (mapState.value !== 'idle') return;
  const { map } = window.beltmap;
  if (!map) return;
  if (!map.getSource(source)) {
    if (!areas) return;
    add(map);
  }
  const discs = (areas ?? []).flatMap(({ geometry, properties }, _, areas): GeoJSON.Feature[] => {
    const at = middleOf(geometry);
    return at ? [{ type: 'Feature', properties: { ...properties, many: areas.length > few }, geometry: at }] : [];
  });
  map.getSource<GeoJSONSource>(source)?.setData(areas ? { type: 'FeatureCollection', features: [...areas] } : empty);
  map.getSource<GeoJSONSource>(`${source}-discs`)?.setData({ type: 'FeatureCollection', features: discs });
}

/** The hatching and the discs, once. */
export function addImages(map: MapLibreMap): void {
  if (map.hasImage('coverage-hatch|light')) return;
  for (const theme of ['light', 'dark'] as const) {
    map.addImage(`coverage-hatch|${theme}`, hatch(theme), { pixelRatio: 2 });
    for (let i = -1; i < classTones.length; i++)
      map.addImage(`coverage-disc|${theme}|${i}`, disc(theme, i), { pixelRatio: 2 });
  }
}

function add(map: MapLibreMap): void {
  addImages(map);
  map.addSource(source, { type: 'geojson', data: empty });
  map.addSource(`${source}-discs`, { type: 'geojson', data: empty });
  for (const layer of layers()) map.addLayer(layer, 'hovered-line');
}

const theme: ExpressionSpecification = ['global-state', 'theme'];
const byClass = (tones: readonly Tone[], none: Tone): ExpressionSpecification =>
  [
    'match',
    ['get', 'class'],
    ...tones.flatMap((t, i) => [i, tone(t)]),
    tone(none),
  ] as unknown as ExpressionSpecification;
const untold: ExpressionSpecification = ['==', ['get', 'class'], -1];

function layers(): LayerSpecification[] {
  const line = isType('LineString');
  return [
    {
      id: 'coverage:corridor',
      type: 'line',
      source,
      filter: ['has', 'band'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': tone(edgeTone),
        'line-opacity': 0.22,
        // As wide on the ground at every zoom.
        'line-width': [
          'interpolate',
          ['exponential', 2],
          ['zoom'],
          0,
          ['get', 'band'],
          24,
          ['*', ['get', 'band'], 2 ** 24],
        ],
      },
    },
    {
      id: 'coverage:fill',
      type: 'fill',
      source,
      filter: ['all', isType('Polygon'), ['!', untold]],
      paint: { 'fill-color': byClass(classTones, paperTone), 'fill-opacity': 0.94 },
    },
    {
      id: 'coverage:hatch',
      type: 'fill',
      source,
      filter: ['all', isType('Polygon'), untold],
      paint: { 'fill-pattern': ['concat', 'coverage-hatch|', theme] },
    },
    {
      id: 'coverage:edge',
      type: 'line',
      source,
      filter: isType('Polygon'),
      paint: { 'line-color': tone(edgeTone), 'line-width': 1 },
    },
    {
      id: 'coverage:casing',
      type: 'line',
      source,
      filter: line,
      layout: { 'line-cap': 'round' },
      paint: { 'line-color': tone(edgeTone), 'line-width': 9 },
    },
    {
      id: 'coverage:line',
      type: 'line',
      source,
      filter: line,
      layout: { 'line-cap': 'round' },
      paint: { 'line-color': byClass(classTones, paperTone), 'line-width': 7 },
    },
    {
      id: 'coverage:discs',
      type: 'symbol',
      source: `${source}-discs`,
      maxzoom: discsUntil,
      layout: {
        'icon-image': ['concat', 'coverage-disc|', theme, '|', ['to-string', ['get', 'class']]],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'icon-size': [
          'interpolate',
          ['linear'],
          ['zoom'],
          4,
          ['case', ['get', 'many'], 0.3, 0.5],
          5.5,
          ['case', ['get', 'many'], 0.45, 0.75],
          6,
          0.85,
          7,
          1,
        ],
        // Where discs lie on each other one rate is read, not two that cross.
        'text-optional': true,
        'text-padding': 0,
        'text-field': ['step', ['zoom'], ['case', ['get', 'many'], '', ['get', 'rate']], 6, ['get', 'rate']],
        'text-font': bold,
        'text-size': 11,
      },
      paint: { 'text-color': byClass(classInk, ink) },
    },
    {
      id: 'coverage:disc-names',
      type: 'symbol',
      source: `${source}-discs`,
      minzoom: 7.5,
      maxzoom: discsUntil,
      layout: { 'text-field': name, 'text-font': fonts, 'text-size': 12, 'text-offset': [0, 2], 'text-max-width': 12 },
      paint: { 'text-color': tone(ink), 'text-halo-color': tone(ground), 'text-halo-width': 1.6 },
    },
    {
      id: 'coverage:names',
      type: 'symbol',
      source: `${source}-discs`,
      minzoom: discsUntil,
      layout: {
        'text-field': [
          'step',
          ['zoom'],
          ['case', ['==', ['get', 'collection'], 'grids'], ['get', 'rate'], nameAnd(['get', 'rate'])],
          cellNames,
          nameAnd(['get', 'rate']),
        ],
        'text-font': bold,
        'text-size': 12,
        'text-max-width': 12,
      },
      paint: { 'text-color': tone(ink), 'text-halo-color': tone(ground), 'text-halo-width': 2 },
    },
  ];
}

/** From here on cells of a net have room for their names. */
export const cellNames = 13.5;

/** A part's name and rate. */
export const nameAnd = (rate: ExpressionSpecification): ExpressionSpecification => [
  'format',
  name,
  {},
  '\n',
  {},
  rate,
  { 'font-scale': 1.1 },
];

/** Slanted strokes that meet at the tile's edges. */
function hatch(theme: 'light' | 'dark'): ImageData {
  const size = 16;
  const c = canvas(size);
  c.fillStyle = paperTone[theme];
  c.fillRect(0, 0, size, size);
  strokes(c, theme, size);
  return c.getImageData(0, 0, size, size);
}

function disc(theme: 'light' | 'dark', at: number): ImageData {
  const size = 76;
  const c = canvas(size);
  c.beginPath();
  c.arc(size / 2, size / 2, size / 2 - 4, 0, 2 * Math.PI);
  c.fillStyle = (classTones[at] ?? paperTone)[theme];
  c.fill();
  if (at < 0) {
    c.save();
    c.clip();
    strokes(c, theme, size);
    c.restore();
    c.beginPath(); // the dash stands on plain ground
    c.arc(size / 2, size / 2, size / 5, 0, 2 * Math.PI);
    c.fillStyle = paperTone[theme];
    c.fill();
    c.beginPath();
    c.arc(size / 2, size / 2, size / 2 - 4, 0, 2 * Math.PI);
  }
  c.lineWidth = 3;
  c.strokeStyle = edgeTone[theme];
  c.stroke();
  return c.getImageData(0, 0, size, size);
}

function strokes(c: CanvasRenderingContext2D, theme: 'light' | 'dark', size: number): void {
  c.strokeStyle = edgeTone[theme];
  c.lineWidth = 2.5;
  for (let x = -size; x < 2 * size; x += 16) {
    c.beginPath();
    c.moveTo(x, size);
    c.lineTo(x + size, 0);
    c.stroke();
  }
}

function canvas(size: number): CanvasRenderingContext2D {
  const element = document.createElement('canvas');
  element.width = size;
  element.height = size;
  const context = element.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  return context;
}
