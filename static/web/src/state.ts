import { computed, effect, signal } from '@preact/signals';
import type { AnalysisView } from './analysis/view';
import { aborted, getCounts, getFacts, getSettings, getTileJSON } from './api';
import { at } from './base';
import type { CoverageView } from './coverage/view';
import { type FilterName, type Filters, queryOf, toggled } from './filters';
import { statuses } from './generated/palette';
import type { CollectionId } from './generated/schema';
import { lang } from './i18n';
import { revision } from './live';
import { type QualityView, usualStaleDays } from './quality';
import type { Counts, Fact, Feature, Geometry, Settings, TileJSON } from './records';
import type { Tianditu } from './tianditu';
import { type Camera, defaultLayers, defaultList, formatRef, type Ref, type ThemeChoice } from './url';

/** The records at one place that cannot be told apart by zooming in. */
export interface Stack {
  readonly collection: CollectionId;
  readonly box: readonly [number, number, number, number];
  readonly count: number;
}

// What a link restores.
export const camera = signal<Camera | undefined>(undefined);
export const filters = signal<Filters>({});
export const selection = signal<Ref | undefined>(undefined);
export const list = signal<CollectionId>(defaultList);
export const quality = signal<QualityView | undefined>(undefined);
export const analysis = signal<AnalysisView | undefined>(undefined);
/** After how many days a survey is out of date, in the view of quality. */
export const staleDays = signal(usualStaleDays);
export const coverage = signal<CoverageView | undefined>(undefined);
/** The tour that is open at the desk. */
export const desk = signal<string | undefined>(undefined);
/** The page is on a wall: zones in turn, nothing to press. */
export const screen = signal(false);
export const layers = signal<Readonly<Record<string, boolean>>>(defaultLayers);
export const tianditu = signal<Tianditu | undefined>(undefined);
export const theme = signal<ThemeChoice>('auto');

// What comes from the server.
export const settings = signal<Settings | undefined>(undefined);
export const tileJSON = signal<TileJSON | undefined>(undefined);
export const counts = signal<Counts | undefined>(undefined);
export const facts = signal<readonly Fact[] | undefined>(undefined);
export const failure = signal<string | undefined>(undefined);

// What lasts only as long as the page.
export const stack = signal<Stack | undefined>(undefined);
export const hovered = signal<{ readonly ref: Ref; readonly geometry?: Geometry } | undefined>(undefined);
/** The map is painted by rates, and records recede. */
export const painted = signal(false);
/** Areas by the thousand are being painted, so many of so many yet; of none while their figures are being fetched. */
export const painting = signal<{ readonly done: number; readonly of: number } | undefined>(undefined);
/** What is said of a painted area that does not say it itself. */
export const paintedWords = signal<((id: string) => string | undefined) | undefined>(undefined);
/** While a tour is arranged: makes a record a stop of it. */
export const takeStop = signal<((collection: CollectionId, feature: Feature) => void) | undefined>(undefined);
/** An area is being drawn to be measured. */
export const drawingArea = signal(false);
export const mapState = signal<'loading' | 'idle' | 'none'>('loading');
export const announced = signal('');
export const dark = signal(false);
/** The page is being printed: paper is light, whatever the screen is. */
export const paper = signal(false);

/** Tianditu's ground as it is drawn: what was chosen, where the server has it and there is a map. */
export const shownTianditu = computed(() =>
  settings.value?.tianditu && mapState.value !== 'none' ? tianditu.value : undefined,
);

/** The layers that are drawn. Two sets of place names over each other cannot be read: where Tianditu's are, ours are not. */
export const shownLayers = computed(() => {
  const chosen = shownTianditu.value?.names ? { ...layers.value, towns: false } : layers.value;
  // The desk draws its tour itself, as it is being arranged.
  if (desk.value) return { ...chosen, tours: false };
  return painted.value ? { ...chosen, ...receding(chosen) } : chosen;
});

// Under colors that are to be compared only the ground stays, and the zones around their belts.
const receding = (chosen: Readonly<Record<string, boolean>>): Record<string, boolean> => {
  const kept = ['ground', 'towns', 'graticule', 'outline'];
  if (!screen.value && coverage.value?.by === 'belt') kept.push('zones');
  return Object.fromEntries(Object.keys(chosen).flatMap((name) => (kept.includes(name) ? [] : [[name, false]])));
};

/** The statuses of enterprises that this reader may meet, in the legend's order. */
export const shownStatuses = computed(() => {
  const internal = settings.value?.class === 'internal';
  return (Object.keys(statuses) as (keyof typeof statuses)[])
    .filter((name) => (internal ? statuses[name].internal : statuses[name].public))
    .sort((a, b) => statusOrder.indexOf(a) - statusOrder.indexOf(b));
});

const statusOrder: readonly (keyof typeof statuses)[] = [
  'single',
  'joint',
  'regional',
  'eligible',
  'work_only',
  'uncovered',
  'none',
  'unknown',
];

export const sameRef = (a: Ref | undefined, b: Ref | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && formatRef(a) === formatRef(b));

/** The day that figures are asked of, if it is one of the past. */
export const dayAsked = (): string | undefined => /^\d{4}-\d{2}-\d{2}$/.exec(filters.value.datetime ?? '')?.[0];

let opener: HTMLElement | null = null;

/** Opens a record's details and remembers what had the focus, to give it back on closing. */
export function select(ref: Ref | undefined): void {
  if (ref && !selection.value && !stack.value) opener = focused();
  selection.value = ref;
}

export function openStack(found: Stack): void {
  if (!selection.value) opener = focused();
  selection.value = undefined;
  stack.value = found;
}

/** Closes the details: back to the list of records at one place if they came from there, else to where the focus was. */
export function closeDetail(): void {
  if (selection.value && stack.value) {
    selection.value = undefined;
    return;
  }
  selection.value = undefined;
  stack.value = undefined;
  const back = opener;
  opener = null;
  queueMicrotask(() =>
    (back?.isConnected
      ? back
      : document.querySelector<HTMLElement>(
          '[data-testid=list], [data-testid=quality], [data-testid=analysis], [data-testid=coverage], [data-testid=desk]',
        )
    )?.focus(),
  );
}

const focused = (): HTMLElement | null =>
  document.activeElement instanceof HTMLElement && document.activeElement !== document.body
    ? document.activeElement
    : null;

export function setFilter(name: FilterName, value: string): void {
  filters.value = toggled(filters.value, name, value);
}

/** Shows a set of records in the list: a collection under filters. */
export function showList(collection: CollectionId, next: Filters): void {
  filters.value = next;
  list.value = collection;
  quality.value = undefined;
  analysis.value = undefined;
  coverage.value = undefined;
  desk.value = undefined;
  selection.value = undefined;
  stack.value = undefined;
}

/** Opens a tour at the desk, in the place of whatever else is looked at. */
export function openDesk(tour: string): void {
  showList(list.value, filters.value);
  desk.value = tour;
}

/** Back to the overview, with the focus on what opened the view. */
export function closeQuality(): void {
  quality.value = undefined;
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-testid=quality-open]')?.focus());
}

/** The same for the analysis. */
export function closeAnalysis(): void {
  analysis.value = undefined;
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('[data-testid=analysis-open], [data-testid=coverage]')?.focus(),
  );
}

/** The same for the coverage. */
export function closeCoverage(): void {
  coverage.value = undefined;
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-testid=coverage-open]')?.focus());
}

let factsAsked = -1;

/** Loads the facts when something first asks for them, and again once others changed something. */
export function needFacts(): void {
  const now = revision.peek();
  if (factsAsked === now) return;
  factsAsked = now;
  getFacts().then(
    (loaded) => {
      facts.value = loaded;
    },
    (err: Error) => {
      factsAsked = -1;
      failure.value = err.message;
    },
  );
}

/** Loads what the page needs once, and then the counts again whenever the filters change. */
export async function start(): Promise<void> {
  const failed = (err: unknown): void => {
    if (!aborted(err)) failure.value = (err as Error).message;
  };
  let pending: AbortController | undefined;
  let shown: Filters | undefined;
  effect(() => {
    const wanted = filters.value;
    revision.value; // others changed something
    lang.value; // an error is said in the page's language
    pending?.abort();
    pending = new AbortController();
    getCounts(wanted, pending.signal).then(
      (answer) => {
        failure.value = undefined;
        counts.value = answer;
        shown = wanted;
      },
      (err: unknown) => {
        // Numbers of another set of filters must not stand beside these; older ones of the same may.
        if (shown === wanted) return;
        if (!aborted(err)) counts.value = undefined;
        failed(err);
      },
    );
  });
  await Promise.all([
    getSettings().then((answer) => {
      settings.value = answer;
    }, failed),
    getTileJSON().then((answer) => {
      tileJSON.value = answer;
    }, failed),
  ]);
  effect(() => {
    if (revision.value > 0) {
      getSettings().then(
        (answer) => {
          settings.value = answer;
        },
        () => undefined, // the last stay
      );
      getTileJSON().then(
        (answer) => {
          tileJSON.value = answer;
        },
        () => undefined, // the last stays
      );
    }
  });
}

/** The URL of the tiles under the page's filters. */
export const tileURL = computed(() => `${at('/tiles/belts/')}{z}/{x}/{y}.mvt${queryOf(filters.value)}`);
