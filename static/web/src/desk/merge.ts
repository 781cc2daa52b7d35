import { sameTyped, type Typed, type Values } from '../edit/values';
import { type Base, nextId, type Stop, type Work, workOf } from './work';

/** One thing that somebody else changed while the desk had the tour open. */
export interface Met {
  /** The stop's id, '' for the tour as a whole. */
  readonly id: string;
  /** The field, or what happened to a stop: it came, went, or all of them stand in another order. */
  readonly what: string;
  readonly before: Typed;
  readonly theirs: Typed;
  readonly own: Typed;
  /** The desk changed it too, to something else: somebody has to choose. */
  readonly both: boolean;
}

export type Side = 'theirs' | 'own';
export const keyOf = (met: Met): string => `${met.id} ${met.what}`;

const orderOf = (stops: readonly Stop[], among: ReadonlySet<string>): readonly string[] =>
  stops.map((s) => s.id).filter((id) => among.has(id));

/** What others changed since the desk began, thing by thing. */
export function meetings(base: Base, work: Work, now: Base): Met[] {
  const [before, theirs] = [workOf(base), workOf(now)];
  const found: Met[] = [];
  const fields = (id: string, b: Values, t: Values, o: Values): void => {
    for (const what of Object.keys(t)) {
      const [was, is, own] = [b[what] ?? '', t[what] ?? '', o[what] ?? ''];
      if (sameTyped(was, is) || sameTyped(own, is)) continue;
      found.push({ id, what, before: was, theirs: is, own, both: !sameTyped(own, was) });
    }
  };
  fields('', before.tour, theirs.tour, work.tour);
  if (!sameTyped(base.tour.values.status, now.tour.values.status)) {
    const [was, is] = [base.tour.values.status ?? '', now.tour.values.status ?? ''];
    found.push({ id: '', what: 'status', before: was, theirs: is, own: was, both: false });
  }
  const [had, has, mine] = [before, theirs, work].map((w) => new Map(w.stops.map((s) => [s.id, s.values])));
  for (const [id, values] of has ?? []) {
    const [was, own] = [had?.get(id), mine?.get(id)];
    const name = values.name_zh ?? '';
    if (!was) found.push({ id, what: 'came', before: '', theirs: name, own: '', both: false });
    else if (!own) {
      // The desk took it out while somebody else worked on it.
      if (Object.keys(values).some((k) => !sameTyped(values[k], was[k])))
        found.push({ id, what: 'changed', before: name, theirs: name, own: '', both: true });
    } else fields(id, was, values, own);
  }
  for (const [id, was] of had ?? []) {
    const own = mine?.get(id);
    if (has?.has(id) || !own) continue;
    const touched = Object.keys(own).some((k) => !sameTyped(own[k], was[k]));
    found.push({ id, what: 'went', before: was.name_zh ?? '', theirs: '', own: own.name_zh ?? '', both: touched });
  }
  const common = new Set([...(had?.keys() ?? [])].filter((id) => has?.has(id) && mine?.has(id)));
  const [was, is, own] = [before, theirs, work].map((w) => orderOf(w.stops, common));
  if (`${was}` !== `${is}` && `${own}` !== `${is}`)
    found.push({
      id: '',
      what: 'order',
      before: was ?? [],
      theirs: is ?? [],
      own: own ?? [],
      both: `${own}` !== `${was}`,
    });
  return found;
}

/** The desk's work on top of the others': where it was chosen, theirs; else what was changed here stays, and what was not is theirs. */
export function merged(base: Base, work: Work, now: Base, chosen: Readonly<Record<string, Side>>): Work {
  const all = meetings(base, work, now);
  const theirs = (id: string, what: string): boolean => {
    const met = all.find((m) => m.id === id && m.what === what);
    return met !== undefined && (chosen[keyOf(met)] ?? (met.both ? 'own' : 'theirs')) === 'theirs';
  };
  const after = workOf(now);
  const mix = (id: string, own: Values, other: Values): Values =>
    Object.fromEntries(Object.entries(own).map(([name, v]) => [name, theirs(id, name) ? (other[name] ?? '') : v]));
  const known = new Set(base.stops.map((s) => s.id));
  const taken = new Set([...known, ...after.stops.map((s) => s.id), ...work.stops.map((s) => s.id)]);
  const other = new Map(after.stops.map((s) => [s.id, s]));
  let stops: Stop[] = [];
  for (const stop of work.stops) {
    const there = other.get(stop.id);
    if (!known.has(stop.id) && there) {
      // Both made a stop of this id: this one takes another.
      const id = nextId(base.tour.id, taken);
      taken.add(id);
      stops.push({ ...stop, id });
    } else if (there) stops.push({ ...stop, values: mix(stop.id, stop.values, there.values) });
    else if (!known.has(stop.id) || !theirs(stop.id, 'went')) stops.push(stop);
  }
  if (theirs('', 'order')) stops = ordered(stops, after.stops);
  const here = new Set(work.stops.map((s) => s.id));
  after.stops.forEach((stop, i) => {
    const back = !known.has(stop.id) || (!here.has(stop.id) && theirs(stop.id, 'changed'));
    if (!back || stops.some((s) => s.id === stop.id)) return;
    // It stands behind the stop behind which others have it.
    const leader = after.stops[i - 1]?.id;
    const at = stops.findIndex((s) => s.id === leader);
    stops.splice(i === 0 ? 0 : at < 0 ? stops.length : at + 1, 0, stop);
  });
  return { tour: mix('', work.tour, after.tour), stops };
}

// The stops that both have in the others' order, at the places where they stand now.
function ordered(stops: readonly Stop[], as: readonly Stop[]): Stop[] {
  const here = new Map(stops.map((s) => [s.id, s]));
  const wanted = as.filter((s) => here.has(s.id));
  const shared = new Set(wanted.map((s) => s.id));
  let next = 0;
  return stops.map((s) => (shared.has(s.id) ? (here.get(wanted[next++]?.id ?? '') ?? s) : s));
}
