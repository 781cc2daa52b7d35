import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { getJSON } from '../api';
import { number } from '../format';
import { lang, nameOf } from '../i18n';
import { type Loaded, useLoad } from '../load';
import { middleOf } from '../map/names';
import type { Geometry } from '../records';
import { counts, dayAsked, filters } from '../state';
import { bandOf, paint } from './draw';
import { classOf, collectionOf, coveragePath, type Item, type Rate, type Report, type Shapes } from './figures';
import { type CoverageView, type Division, isDrawn, type RateName } from './view';
import { say } from './words';

/** What is shown now, for the legend and the printed sheet. */
export const shown = signal<{ readonly view: CoverageView; readonly report: Report } | undefined>(undefined);

/** Grids are many: all zones' together would be megabytes that nobody reads. */
const mostGrids = 1500;
export const tooMany = (by: Division): boolean =>
  by === 'grid' && !filters.value.zone && (counts.value?.collections.grids?.matched ?? 0) > mostGrids;

/** The path of a view's figures. */
export const pathOf = ({ by, corridor }: Pick<CoverageView, 'by' | 'corridor'>): string =>
  coveragePath(by, filters.value.zone, dayAsked(), by === 'belt' && corridor ? `&corridor=${corridor}` : '');

interface Shown {
  readonly report: Report;
  readonly shapes: Shapes;
}

interface Shaped {
  readonly features: readonly { readonly id: string | null; readonly geometry: Geometry | null }[];
}

/** Loads the figures of a division, with the shapes of its parts, and keeps the map painted by them. */
export function useReport(view: CoverageView): Loaded<Shown | undefined> {
  const { by, rate, corridor } = view;
  const path = tooMany(by) ? '' : pathOf(view);
  const loaded = useLoad<Shown | undefined>(`coverage ${path} ${lang.value}`, async (signal) => {
    if (!path) return undefined;
    const [report, shaped] = await Promise.all([
      getJSON<Report>(path, signal),
      isDrawn(by) ? getJSON<Shaped>(`${path}&f=geojson`, signal) : undefined,
    ]);
    const shapes = new Map<string, Geometry>();
    for (const { id, geometry } of shaped?.features ?? []) if (id && geometry) shapes.set(id, geometry);
    return { report, shapes };
  });
  const value = loaded.value;
  useEffect(() => {
    // While the next figures are loading the last ones stand, of what they were asked for.
    if (!value || loaded.state !== 'done') return;
    shown.value = { view, report: value.report };
    paint(isDrawn(by) ? features(view, value) : []);
  }, [value, by, rate, corridor, lang.value, loaded.state]);
  useEffect(
    () => () => {
      shown.value = undefined;
      paint(undefined);
    },
    [],
  );
  return loaded;
}

const features = ({ by, rate, corridor }: CoverageView, { report, shapes }: Shown): GeoJSON.Feature[] =>
  report.items.flatMap((item) => {
    const geometry = item.id ? shapes.get(item.id) : undefined;
    if (!item.id || !geometry) return [];
    const of = item[rate];
    const latitude = corridor ? middleOf(geometry)?.coordinates[1] : undefined;
    return [
      {
        type: 'Feature',
        geometry,
        properties: {
          id: item.id,
          collection: collectionOf[by],
          name_zh: item.name_zh,
          name_en: item.name_en,
          ...(corridor && latitude !== undefined ? { band: bandOf(corridor, latitude) } : {}),
          class: classOf(of.rate) ?? -1,
          rate: of.rate === null ? '–' : `${number(of.rate * 100, 0)}%`,
          words: `${say(rate)} ${rateWords(of)}`,
        },
      },
    ];
  });

/** A rate with what it was made of: 94 / 171 · 55%. */
export const rateWords = (of: Rate): string => `${number(of.numerator)} / ${number(of.denominator)} · ${percent(of)}`;

export const percent = ({ rate }: Rate): string => (rate === null ? say('noData') : `${number(rate * 100, 1)}%`);

/** What a part is called. */
export const partName = (item: Pick<Item, 'id' | 'name_zh' | 'name_en'>): string =>
  item.id === null ? say('none') : nameOf({ ...item, id: item.id });

/** The words of a division or rate. */
export const byWords = (by: Division): string => say(`by_${by}`);
export const rateLabel = (rate: RateName, report: Report | undefined): string => {
  const found = report?.definitions.find((d) => d.id === rate);
  return (lang.value === 'zh' ? found?.label_zh : found?.label_en) ?? say(rate);
};
