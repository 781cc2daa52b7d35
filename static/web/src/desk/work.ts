import { sameTyped, type Typed, typed, untyped, type Values } from '../edit/values';
import { schemaOf } from '../format';
import type { Field } from '../generated/schema';
import type { Feature } from '../records';

/** One stop as it stands at the desk: called by the id of its record, which it has or shall have. */
export interface Stop {
  readonly id: string;
  readonly values: Values;
}

/** A tour as it stands at the desk, its stops in order. */
export interface Work {
  readonly tour: Values;
  readonly stops: readonly Stop[];
}

/** A record as the server last gave it. */
export interface Kept {
  readonly id: string;
  readonly version: number;
  readonly values: Values;
}

/** A tour and its stops as the server last gave them, the stops in order. */
export interface Base {
  readonly tour: Kept;
  readonly stops: readonly Kept[];
}

/** What a desk sets of a tour as a whole. */
export const tourNames = ['start', 'finish', 'groups', 'people'] as const;
/** What a desk sets of a stop. */
export const stopNames = [
  'dwell',
  'opens',
  'closes',
  'capacity',
  'mode',
  'lunch',
  'step_free',
  'story_zh',
  'story_en',
  'story_source',
] as const;
// What a stop also has, and keeps from its record or from what it was made of.
const silent = ['name_zh', 'name_en', 'target', 'source'] as const;

const fieldNamed = (collection: 'tours' | 'stops', name: string): Field => {
  const field = schemaOf(collection).fields.find((f) => f.name === name);
  if (!field) throw new Error(`${collection} have no ${name}`);
  return field;
};
export const tourField = (name: string): Field => fieldNamed('tours', name);
export const stopField = (name: string): Field => fieldNamed('stops', name);

const read = (collection: 'tours' | 'stops', names: readonly string[], feature: Feature): Values =>
  Object.fromEntries(names.map((name) => [name, typed(fieldNamed(collection, name), feature.properties[name])]));

const kept = (collection: 'tours' | 'stops', names: readonly string[], feature: Feature): Kept => ({
  id: feature.id,
  version: Number(feature.properties.version ?? 0),
  values: read(collection, names, feature),
});

export const keptStop = (feature: Feature): Kept => kept('stops', [...stopNames, ...silent, 'number'], feature);
export const keptTour = (feature: Feature): Kept => kept('tours', [...tourNames, 'status', 'zone'], feature);

const numberOf = (stop: Kept): number => Number(stop.values.number || Infinity);

/** The order of stops as everything else has it: by number, then by id; those without a number come last. */
export function baseOf(tour: Feature, stops: readonly Feature[]): Base {
  const all = stops.map(keptStop);
  all.sort((a, b) => numberOf(a) - numberOf(b) || (a.id < b.id ? -1 : 1) || 0);
  return { tour: keptTour(tour), stops: all };
}

const without = (values: Values, name: string): Values => {
  const { [name]: _, ...rest } = values;
  return rest;
};

export function workOf(base: Base): Work {
  const { tour, stops } = base;
  return {
    tour: Object.fromEntries(tourNames.map((name) => [name, tour.values[name] ?? ''])),
    stops: stops.map(({ id, values }) => ({ id, values: without(values, 'number') })),
  };
}

/** The stop that goes from one place of the list to another. */
export function moved(work: Work, from: number, to: number): Work {
  const stops = [...work.stops];
  const [stop] = stops.splice(from, 1);
  if (!stop || from === to) return work;
  stops.splice(Math.max(0, Math.min(stops.length, to)), 0, stop);
  return { ...work, stops };
}

export const withoutStop = (work: Work, id: string): Work => ({
  ...work,
  stops: work.stops.filter((s) => s.id !== id),
});

export const withStop = (work: Work, stop: Stop, at: number): Work => ({
  ...work,
  stops: [...work.stops.slice(0, at), stop, ...work.stops.slice(at)],
});

export const withValue = (work: Work, id: string, name: string, value: Typed): Work => ({
  ...work,
  stops: work.stops.map((s) => (s.id === id ? { ...s, values: { ...s.values, [name]: value } } : s)),
});

/** The stops in the order of their ids; those that are not named stay behind, in their own order. */
export function inOrder(work: Work, ids: readonly string[]): Work {
  const place = new Map(ids.map((id, i) => [id, i]));
  const at = (s: Stop): number => place.get(s.id) ?? ids.length;
  return { ...work, stops: [...work.stops].sort((a, b) => at(a) - at(b)) };
}

const longestId = 64;

/** An id for a stop that no other has had: of the tour's name and the next number. */
export function nextId(tour: string, taken: Iterable<string>): string {
  let last = 0;
  for (const id of taken) {
    const found = /-S(\d+)$/.exec(id);
    if (found && id.startsWith(tour)) last = Math.max(last, Number(found[1]));
  }
  const tail = `-S${String(last + 1).padStart(2, '0')}`;
  return tour.slice(0, longestId - tail.length) + tail;
}

export function newStop(
  id: string,
  from: { readonly target: string; readonly name_zh?: string | null; readonly name_en?: string | null },
): Stop {
  const empty = Object.fromEntries([...stopNames, ...silent].map((name) => [name, '']));
  return {
    id,
    values: { ...empty, target: from.target, name_zh: from.name_zh || from.target, name_en: from.name_en ?? '' },
  };
}

/** One write that a save makes. */
export interface Write {
  readonly op: 'create' | 'patch' | 'delete';
  readonly collection: 'tours' | 'stops';
  readonly id: string;
  /** Of the record that is changed; 0 for a new one. */
  readonly version: number;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The record's values afterwards, as the desk keeps them. */
  readonly after: Values;
}

const changed = (before: Values, after: Values): string[] =>
  Object.keys(after).filter((name) => !sameTyped(before[name], after[name]));

const sent = (collection: 'tours' | 'stops', names: readonly string[], values: Values): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, untyped(fieldNamed(collection, name), values[name] ?? '')]));

/** What is to be written so that the records are as the desk has them: the fewest, and removals last, so that a save that is cut short loses no stop. */
export function writesOf(base: Base, work: Work): Write[] {
  const { tour } = base;
  const writes: Write[] = [];
  const names = changed(tour.values, { ...tour.values, ...work.tour });
  if (names.length > 0)
    writes.push({
      op: 'patch',
      collection: 'tours',
      id: tour.id,
      version: tour.version,
      properties: sent('tours', names, work.tour),
      after: { ...tour.values, ...work.tour },
    });
  const before = new Map(base.stops.map((s) => [s.id, s]));
  work.stops.forEach((stop, i) => {
    const old = before.get(stop.id);
    const after = { ...stop.values, number: String(i + 1) };
    if (!old) {
      const filled = Object.keys(after).filter((name) => (after[name as keyof typeof after] ?? '').length > 0);
      const properties = {
        ...sent('stops', filled, after),
        tour: tour.id,
        zone: untyped(tourField('zone'), tour.values.zone ?? ''),
        position_class: 'unlocated',
      };
      writes.push({ op: 'create', collection: 'stops', id: stop.id, version: 0, properties, after });
      return;
    }
    const names = changed(old.values, after);
    if (names.length > 0)
      writes.push({
        op: 'patch',
        collection: 'stops',
        id: stop.id,
        version: old.version,
        properties: sent('stops', names, after),
        after,
      });
  });
  const here = new Set(work.stops.map((s) => s.id));
  for (const { id, version, values } of base.stops)
    if (!here.has(id)) writes.push({ op: 'delete', collection: 'stops', id, version, properties: {}, after: values });
  return writes;
}

/** The base once a write is done, at the version that it made. */
export function written(base: Base, write: Write, version: number): Base {
  const now: Kept = { id: write.id, version, values: write.after };
  if (write.collection === 'tours') return { ...base, tour: now };
  const others = base.stops.filter((s) => s.id !== write.id);
  const stops = write.op === 'delete' ? others : [...others, now];
  stops.sort((a, b) => numberOf(a) - numberOf(b) || (a.id < b.id ? -1 : 1));
  return { ...base, stops };
}

/** Whether the server has other versions than those that the desk began from. */
export function movedOn(base: Base, now: Base): boolean {
  const names = (b: Base): string =>
    [b.tour, ...b.stops]
      .map((r) => `${r.id} ${r.version}`)
      .sort()
      .join('\n');
  return names(base) !== names(now);
}

/** What is asked of the planner: the stops as they stand, saved or not. */
export function problemOf(base: Base, work: Work): Record<string, unknown> {
  const before = new Map(base.stops.map((s) => [s.id, s.values]));
  const asked = ['dwell', 'opens', 'closes', 'capacity', 'mode', 'lunch'] as const;
  const stops = work.stops.map(({ id, values }) => {
    const old = before.get(id);
    // What is asked of a record comes from the record; only of its target can it be left out.
    const cleared = asked.some((name) => old?.[name] && !values[name]);
    const stop = old && !(cleared && values.target) ? id : String(values.target ?? '');
    return { stop, as: id, ...filled('stops', asked, values) };
  });
  return { stops, ...filled('tours', tourNames, work.tour) };
}

const filled = (collection: 'tours' | 'stops', names: readonly string[], values: Values): Record<string, unknown> =>
  sent(
    collection,
    names.filter((name) => values[name]),
    values,
  );
