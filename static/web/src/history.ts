import { effect, signal } from '@preact/signals';
import { formatAnalysis } from './analysis/view';
import { formatCoverage } from './coverage/view';
import { lang } from './i18n';
import { formatQuality } from './quality';
import {
  analysis,
  camera,
  coverage,
  desk,
  filters,
  layers,
  list,
  quality,
  screen,
  selection,
  stack,
  staleDays,
  theme,
  tianditu,
} from './state';
import { formatRef, formatView, parseView } from './url';

/** The language the link asked for, kept in the URL from then on. */
const chosenLang = signal<'zh' | 'en' | undefined>(undefined);

/** Reads the page's state from its URL. */
export function restore(): void {
  const view = parseView(location.search);
  camera.value = view.camera;
  filters.value = view.filters;
  selection.value = view.selection;
  stack.value = undefined;
  list.value = view.list;
  quality.value = view.quality;
  staleDays.value = view.staleDays;
  analysis.value = view.analysis;
  coverage.value = view.coverage;
  desk.value = view.desk;
  screen.value = view.screen;
  layers.value = view.layers;
  tianditu.value = view.tianditu;
  theme.value = view.theme;
  chosenLang.value = view.lang;
  lang.value = view.lang ?? 'zh';
}

export function setLang(next: 'zh' | 'en'): void {
  chosenLang.value = next;
  lang.value = next;
}

/**
 * Keeps the URL saying what is shown. What was chosen (filters, a record, a list) makes a step one can go back from; moving the map
 * and changing the look do not.
 */
export function follow(): void {
  let last = '';
  let restoring = false;
  addEventListener('popstate', () => {
    restoring = true;
    restore();
    restoring = false;
    last = step();
    dispatchEvent(new CustomEvent('beltmap:camera'));
  });
  const step = (): string =>
    JSON.stringify([
      // Over the time of a series one does not step back day by day.
      coverage.value ? { ...filters.value, datetime: undefined } : filters.value,
      list.value,
      quality.value ? [formatQuality(quality.value), staleDays.value] : '',
      analysis.value ? formatAnalysis(analysis.value) : '',
      coverage.value ? formatCoverage(coverage.value) : '',
      desk.value ?? '',
      screen.value,
      selection.value ? formatRef(selection.value) : '',
    ]);
  last = step();
  effect(() => {
    const text = formatView({
      camera: camera.value,
      filters: filters.value,
      selection: selection.value,
      list: list.value,
      quality: quality.value,
      staleDays: staleDays.value,
      analysis: analysis.value,
      coverage: coverage.value,
      desk: desk.value,
      screen: screen.value,
      layers: layers.value,
      tianditu: tianditu.value,
      lang: chosenLang.value,
      theme: theme.value,
    });
    const now = step();
    if (restoring) return;
    const url = location.pathname + text;
    if (now !== last) history.pushState(null, '', url);
    else if (location.pathname + location.search !== url) history.replaceState(null, '', url);
    last = now;
  });
}
