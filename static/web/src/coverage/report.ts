import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { getJSON } from '../api';
import { at } from '../base';
import { number } from '../format';
import { lang, nameOf } from '../i18n';
import { type Loaded, useLoad } from '../load';
import { middleOf } from '../map/names';
import type { Geometry } from '../records';
import { dayAsked, filters, painting } from '../state';
import { bandOf, paint } from './draw';
import { paintMany } from './drawmany';
import { classOf, collectionOf, coveragePath, type Item, type Rate, type Report, type Shapes } from './figures';
import { type CoverageView, type Division, isDrawn, type RateName } from './view';
import { say } from './words';

/** What is shown now, for the legend and the printed sheet. */
export const shown = signal<{ readonly view: CoverageView; readonly report: Report } | undefined>(undefined);

/** The figures of the area that is drawn, for the printed sheet. */
export const measured = signal<Item | undefined>(undefined);

/** Above so many parts the map reads their shapes itself. */
const most = 1500;

/** The path of a view's figures. */
export const pathOf = ({ by, corridor }: Pick<CoverageView, 'by' | 'corridor'>): string =>
  coveragePath(by, filters.value.zone, dayAsked(), by === 'belt' && corridor ? `&corridor=${corridor}` : '');

interface Shown {
  readonly report: Report;
  readonly shapes: Shapes;
  /** Where the map reads the shapes of parts that are too many to pass through the page's hands. */
  readonly url?: string;
}

interface Shaped {
  readonly features: readonly { readonly id: string | null; readonly geometry: Geometry | null }[];
}

/** Loads the figures of a division, with the shapes of its parts, and keeps the map painted by them. */
export function useReport(view: CoverageView): Loaded<Shown> {
  const { by, rate, corridor } = view;
  const path = pathOf(view);
  const every = by === 'grid' && !filters.value.zone;
  const loaded = useLoad<Shown>(`coverage ${path} ${lang.value}`, async (signal) => {
    const asked = getJSON<Report>(path, signal);
    const url = `${path}&f=geojson`;
    if (every && (await asked).items.length > most) return { report: await asked, shapes: new Map(), url: at(url) };
    const [report, shaped] = await Promise.all([asked, isDrawn(by) ? getJSON<Shaped>(url, signal) : undefined]);
    const shapes = new Map<string, Geometry>();
    for (const { id, geometry } of shaped?.features ?? []) if (id && geometry) shapes.set(id, geometry);
    return { report, shapes };
  });
  const value = loaded.value;
  const words = useMemo(() => value?.url && wordsOf(value.report, rate), [value, rate, lang.value]);
  useEffect(() => {
    if (every && loaded.state === 'loading') painting.value = { done: 0, of: 0 };
    else if (!every || loaded.state === 'failed') painting.value = undefined;
  }, [every, loaded.state]);
  useEffect(() => {
    // While the next figures are loading the last ones stand, of what they were asked for.
    if (!value || loaded.state !== 'done') return;
    shown.value = { view, report: value.report };
    paint(isDrawn(by) && !value.url ? features(view, value) : []);
    paintMany(value.url && words ? { url: value.url, rate, report: value.report, words } : undefined);
  }, [value, by, rate, corridor, lang.value, loaded.state]);
  useEffect(
    () => () => {
      shown.value = undefined;
      paint(undefined);
      paintMany(undefined);
    },
    [],
  );
  return loaded;
}

/** What is said of each part of many. */
function wordsOf({ items }: Report, rate: RateName): (id: string) => string | undefined {
  const byId = new Map(items.map((item) => [item.id, item]));
  return (id) => {
    const item = byId.get(id);
    return item && `${say(rate)} ${rateWords(item[rate])}`;
  };
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
