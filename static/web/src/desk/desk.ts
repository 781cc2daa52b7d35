import { computed, effect, signal } from '@preact/signals';
import { ApiError, aborted, getItem, getJSON, getPage, itemsPath, send } from '../api';
import { lang } from '../i18n';
import { revision } from '../live';
import type { Feature } from '../records';
import { mayEdit, session } from '../session';
import { announced, desk } from '../state';
import type { Plan, Timetable } from './board';
import { type Met, meetings, merged, type Side } from './merge';
import { middleOf } from './places';
import { begun, redone, type Steps, stepped, undone } from './steps';
import { say } from './words';
import { type Base, baseOf, movedOn, problemOf, type Work, type Write, workOf, writesOf } from './work';

/** A tour that is open at the desk. */
export interface Opened {
  /** Whose work it is: nobody else is shown it. */
  readonly account: string;
  readonly base: Base;
  readonly steps: Steps<Work>;
  /** Tells this work from any other, for the keys of what it sends. */
  readonly mark: string;
  readonly names: { readonly id: string; readonly name_zh?: string | null; readonly name_en?: string | null };
}

export const opened = signal<Opened | undefined>(undefined);
export const failed = signal('');
/** The timetable of the work as it stands; the last one while the next is computed. */
export const table = signal<Timetable | undefined>(undefined);
/** Why there is no timetable of the work as it stands. */
export const tableFault = signal('');
/** It is supposed that all set out so many minutes late. */
export const late = signal(0);
/** Where the targets of stops are; null for what has no place. */
export const places = signal<Readonly<Record<string, readonly [number, number] | null>>>({});
/** The stop that is looked at, on the list and on the map. */
export const current = signal('');
/** What others changed meanwhile, and how the tour is now. */
export const meeting = signal<{ readonly now: Base; readonly found: readonly Met[] } | undefined>(undefined);
/** The plan of the groups' own orders, until something else is done. */
export const ownOrders = signal<Plan | undefined>(undefined);

export const work = computed<Work | undefined>(() => opened.value?.steps.present);
export const writes = computed<readonly Write[]>(() =>
  opened.value ? writesOf(opened.value.base, opened.value.steps.present) : [],
);
export const editing = computed(
  () => opened.value !== undefined && mayEdit(String(opened.value.base.tour.values.zone)),
);

// Not randomUUID: an intranet without TLS has none.
const newMark = (): string => [...crypto.getRandomValues(new Uint32Array(3))].map((n) => n.toString(36)).join('-');

const placeOf = (id: string): string => `beltmap.desk.${id}`;
const prefix = placeOf('');

interface Answer {
  readonly base: Base;
  readonly names: Opened['names'];
}

/** Reads a tour and its stops as they are now. */
export async function read(id: string, signal?: AbortSignal): Promise<Answer> {
  const query = new URLSearchParams({ tour: id, limit: '1000' });
  const [tour, stops] = await Promise.all([
    getItem('tours', id, signal),
    getPage(`${itemsPath('stops')}?${query}`, signal),
  ]);
  const { name_zh, name_en } = tour.properties;
  return { base: baseOf(tour, stops.features), names: { id, name_zh, name_en } };
}

let asked = 0;

/** Opens a tour at the desk, with the work on it that this tab still has. */
export async function open(id: string): Promise<void> {
  failed.value = '';
  const at = ++asked;
  try {
    const answer = await read(id);
    if (at !== asked) return; // it was asked for once more
    const account = session.value?.account ?? '';
    const left = keptOf(id);
    meeting.value = undefined;
    table.value = undefined;
    ownOrders.value = undefined;
    if (left && account && left.account === account) {
      opened.value = left;
      meet(answer);
    } else opened.value = { account, mark: newMark(), ...answer, steps: begun(workOf(answer.base)) };
  } catch (err) {
    if (at !== asked) return;
    opened.value = undefined;
    failed.value = (err as Error).message;
  }
}

function keptOf(id: string): Opened | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(placeOf(id)) ?? 'null') as Opened | null) ?? undefined;
  } catch {
    return undefined; // nothing that can be read is nothing kept
  }
}

const longest = 1 << 20; // characters that the tab keeps of a tour, of the few millions it has room for

// The work is kept before the steps that led to it.
function keep(now: Opened): void {
  const { past, future, present } = now.steps;
  for (const n of [50, 5, 0]) {
    const text = JSON.stringify({
      ...now,
      steps: { past: n ? past.slice(-n) : [], present, future: future.slice(0, n) },
    });
    if (text.length > longest && n > 0) continue;
    try {
      sessionStorage.setItem(placeOf(now.base.tour.id), text);
      return;
    } catch {
      // There is no room; with fewer steps there may be.
    }
  }
}

/** A step of the desk. What is called in words can be taken back. */
export function step(words: string, next: Work, kind = ''): void {
  const now = opened.value;
  if (!now) return;
  ownOrders.value = undefined;
  opened.value = { ...now, steps: stepped(now.steps, words, next, kind) };
}

export function undo(): void {
  const last = opened.value?.steps.past.at(-1);
  if (!opened.value || !last) return;
  ownOrders.value = undefined;
  opened.value = { ...opened.value, steps: undone(opened.value.steps) };
  announced.value = say('undone', { what: last.words });
}

export function redo(): void {
  const next = opened.value?.steps.future[0];
  if (!opened.value || !next) return;
  ownOrders.value = undefined;
  opened.value = { ...opened.value, steps: redone(opened.value.steps) };
  announced.value = say('redone', { what: next.words });
}

// What was read before or during a save is not what stands there after it.
let turn = 0;
let saving = false;

/** Keeps the desk from taking its own half-done save for somebody else's work. */
export function savingNow(on: boolean): void {
  turn++;
  saving = on;
}

async function look(id: string): Promise<void> {
  if (saving) return; // once it is done it is looked again
  const at = turn;
  try {
    const answer = await read(id);
    if (at === turn) meet(answer);
  } catch (err) {
    if (err instanceof ApiError && err.status === 404) failed.value = err.message;
  }
}

/** Looks whether others changed the tour. Where nothing was done here theirs is shown; else it is said what they did. */
export function meet(answer: Answer): void {
  const now = opened.value;
  if (!now || now.base.tour.id !== answer.base.tour.id || !movedOn(now.base, answer.base)) return;
  if (writesOf(now.base, now.steps.present).length === 0) {
    opened.value = { ...now, names: answer.names, base: answer.base, steps: begun(workOf(answer.base)) };
    announced.value = say('shownAnew');
    return;
  }
  const found = meetings(now.base, now.steps.present, answer.base);
  // What meets nothing here needs no question.
  if (found.length === 0) settle(answer.base, {});
  else meeting.value = { now: answer.base, found };
}

/** Goes on from what others made of the tour, with what was chosen. */
export function settle(now: Base, chosen: Readonly<Record<string, Side>>): void {
  const mine = opened.value;
  if (!mine) return;
  const next = merged(mine.base, mine.steps.present, now, chosen);
  opened.value = { ...mine, base: now, steps: begun(next) };
  meeting.value = undefined;
}

const json = { 'Content-Type': 'application/json' };

async function timetable(now: Opened, signal: AbortSignal): Promise<Timetable> {
  const { base, steps } = now;
  if (!editing.value) {
    const query = late.value > 0 ? `?late=${late.value}` : '';
    return getJSON<Timetable>(`/api/tours/${encodeURIComponent(base.tour.id)}/timetable${query}`, signal);
  }
  const body = JSON.stringify({ ...problemOf(base, steps.present), keep: true, late: late.value });
  return (await (await send('POST', '/api/tours/plan', body, json, signal)).json()) as Timetable;
}

const patience = 120; // ms until what is typed is thought to be meant

/** Keeps the timetable that of the work, the places those of its stops, and the work itself over a reload. Call it once. */
export function followWork(): void {
  let pending: AbortController | undefined;
  let timer = 0;
  effect(() => {
    const now = opened.value;
    late.value;
    lang.value;
    pending?.abort();
    clearTimeout(timer);
    if (!now) return;
    const abort = new AbortController();
    pending = abort;
    timer = window.setTimeout(
      () =>
        timetable(now, abort.signal).then(
          (answer) => {
            if (abort.signal.aborted) return;
            table.value = answer;
            tableFault.value = '';
          },
          (err: unknown) => {
            if (!aborted(err)) tableFault.value = (err as Error).message;
          },
        ),
      table.peek() ? patience : 0,
    );
  });
  effect(() => {
    const missing = (work.value?.stops ?? [])
      .map((s) => String(s.values.target ?? ''))
      .filter((target) => target.includes('/') && !(target in places.peek()));
    for (const target of new Set(missing)) void find(target);
  });
  effect(() => {
    const now = opened.value;
    if (!now?.account || !editing.value) return;
    if (writes.value.length > 0) keep(now);
    else sessionStorage.removeItem(placeOf(now.base.tour.id));
  });
  let known = revision.peek();
  effect(() => {
    if (revision.value === known) return;
    known = revision.value;
    const id = desk.peek();
    const account = session.peek()?.account ?? '';
    if (!id) return;
    // Somebody else has the page now: what was begun stays with its own account.
    if (account !== opened.peek()?.account) void open(id);
    else void look(id);
  });
  addEventListener('beforeunload', (event) => {
    if (editing.value && writes.value.length > 0) event.preventDefault();
  });
  addEventListener('beltmap:signed-out', () => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  });
}

async function find(target: string): Promise<void> {
  places.value = { ...places.peek(), [target]: null };
  const [collection = '', ...rest] = target.split('/');
  try {
    const feature: Feature = await getItem(collection as 'enterprises', rest.join('/'));
    put(target, feature);
  } catch {
    // The timetable says that it has no place.
  }
}

/** Remembers where a target is. */
export function put(target: string, feature: Pick<Feature, 'geometry' | 'properties'>): void {
  places.value = { ...places.peek(), [target]: middleOf(feature) };
}

/** Moves the map so that the whole tour is seen. */
export function showAll(): void {
  const points = (work.value?.stops ?? []).flatMap((s) => {
    const at = places.value[String(s.values.target ?? '')];
    return at ? [[...at]] : [];
  });
  if (points.length === 0) return;
  const geometry: GeoJSON.MultiPoint = { type: 'MultiPoint', coordinates: points };
  dispatchEvent(new CustomEvent('beltmap:show', { detail: { geometry } }));
}
