import { effect, signal } from '@preact/signals';
import type { ExpressionSpecification, GeoJSONSource, LayerSpecification } from 'maplibre-gl';
import { ground, ink } from '../generated/palette';
import { langTag, t } from '../i18n';
import { accent, bold, empty, tone } from '../map/expressions';
import { failure, hovered, mapState, painted, paintedWords, painting } from '../state';
import { addImages, cellNames, classTones, edgeTone, nameAnd, paperTone } from './draw';
import { classes, type Report } from './figures';
import type { Part, Wanted } from './shapes-worker';
import type { RateName } from './view';

/** Areas by the thousand, painted by a rate. */
export interface Many {
  /** The API's own answer with their shapes. */
  readonly url: string;
  readonly rate: RateName;
  /** What was answered beside it: when this is another, the shapes are read again. */
  readonly report: Report;
  /** What is said of one where the pointer is on it. */
  readonly words: (id: string) => string | undefined;
}

const source = 'coverage-many';
/** From here on areas have edges. */
const near = 9.5;
const many = signal<Many | undefined>(undefined);
let drawing = false;

/** Paints them; undefined leaves the map as it was. */
export function paintMany(next: Many | undefined): void {
  many.value = next;
  paintedWords.value = next?.words;
  if (next) painted.value = true;
  if (!next) painting.value = undefined;
  else if (next.report !== shown?.report)
    painting.value = { done: 0, of: next.report.items.filter((item) => item.id !== null).length };
  if (drawing || !next) return;
  drawing = true;
  effect(draw);
  effect(light);
}

let shown: Many | undefined;

function draw(): void {
  const now = many.value;
  if (mapState.value !== 'idle') return;
  const { map } = window.beltmap;
  if (!map) return;
  if (!map.getSource(source)) {
    if (!now) return;
    addImages(map);
    // Cells of a pixel or two are seen from afar, too.
    map.addSource(source, { type: 'geojson', data: empty, promoteId: 'id', tolerance: 0.1 });
  }
  if (now?.rate !== shown?.rate) {
    for (const layer of layers('organizational')) if (map.getLayer(layer.id)) map.removeLayer(layer.id);
    if (now) for (const layer of layers(now.rate)) map.addLayer(layer, 'hovered-line');
  }
  if (now?.report !== shown?.report) read(map.getSource<GeoJSONSource>(source), now?.url);
  shown = now;
}

let reader: Worker | undefined;

/** Fills the map part by part, each when the one before is taken. */
function read(into: GeoJSONSource | undefined, url: string | undefined): void {
  reader?.terminate();
  reader = undefined;
  let taken = into?.setData(empty);
  if (!url || !into) return;
  let done = 0;
  const own = new Worker(new URL('./shapes-worker.ts', import.meta.url), { type: 'module' });
  reader = own;
  own.onmessage = ({ data: part }: MessageEvent<Part>) => {
    if ('failed' in part) {
      failure.value = part.failed || t('errorNetwork');
      painting.value = undefined;
      return own.terminate();
    }
    taken = taken?.then(async () => {
      if (reader !== own) return;
      await into.updateData({ add: [...part.areas] });
      if (reader !== own) return;
      done += part.areas.length;
      painting.value = { done, of: part.of };
      if (part.last) whenDrawn(own);
    });
    if (part.last) own.terminate();
  };
  own.postMessage({ url, lang: langTag() } satisfies Wanted);
}

/** The map has all of them; it is done once they are drawn. */
function whenDrawn(own: Worker): void {
  const { map } = window.beltmap;
  map?.once('idle', () => {
    if (reader === own) painting.value = undefined;
  });
  map?.triggerRepaint();
}

let lit: string | undefined;

/** The one that the reader points at in the table is framed. */
function light(): void {
  const ref = hovered.value?.ref;
  const id = many.value && ref?.collection === 'grids' ? ref.id : undefined;
  const { map } = window.beltmap;
  if (id === lit || !map?.getSource(source)) return;
  if (lit !== undefined) map.removeFeatureState({ source, id: lit });
  if (id !== undefined) map.setFeatureState({ source, id }, { lit: true });
  lit = id;
}

function layers(rate: RateName): LayerSpecification[] {
  const value: ExpressionSpecification = ['get', rate];
  const told: ExpressionSpecification = ['!=', value, null];
  const [lowest, ...higher] = classes.map((from, i) => [from, tone(classTones[i] ?? paperTone)] as const);
  const color = ['step', ['*', 100, value], lowest?.[1], ...higher.flat()] as unknown as ExpressionSpecification;
  const percent: ExpressionSpecification = [
    'case',
    told,
    ['concat', ['to-string', ['round', ['*', 100, value]]], '%'],
    '–',
  ];
  const metadata = { collection: 'grids' };
  return [
    {
      id: 'coverage:many-fill',
      type: 'fill',
      source,
      metadata,
      filter: told,
      paint: { 'fill-color': color, 'fill-opacity': 0.94, 'fill-antialias': false },
    },
    {
      id: 'coverage:many-hatch',
      type: 'fill',
      source,
      metadata,
      filter: ['!', told],
      paint: { 'fill-pattern': ['concat', 'coverage-hatch|', ['global-state', 'theme']] },
    },
    {
      // From afar an area is less than a pixel, and is drawn larger than it is, so that there is something to see.
      id: 'coverage:many-far',
      type: 'line',
      source,
      metadata,
      maxzoom: near,
      filter: told,
      paint: { 'line-color': color, 'line-width': ['interpolate', ['linear'], ['zoom'], 5, 2.5, near, 0.5] },
    },
    {
      id: 'coverage:many-edge',
      type: 'line',
      source,
      metadata,
      minzoom: near,
      paint: { 'line-color': tone(edgeTone), 'line-width': 1 },
    },
    {
      id: 'coverage:many-lit',
      type: 'line',
      source,
      metadata,
      paint: {
        'line-color': tone(accent),
        'line-width': ['case', ['boolean', ['feature-state', 'lit'], false], 4, 0],
      },
    },
    {
      id: 'coverage:many-names',
      type: 'symbol',
      source,
      metadata,
      minzoom: 11.5,
      layout: {
        'text-field': ['step', ['zoom'], percent, cellNames, nameAnd(percent)],
        'text-font': bold,
        'text-size': 12,
        'text-max-width': 12,
      },
      paint: { 'text-color': tone(ink), 'text-halo-color': tone(ground), 'text-halo-width': 2 },
    },
  ] as LayerSpecification[];
}
