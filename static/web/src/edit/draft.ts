import { computed, effect, signal } from '@preact/signals';
import type { FieldError } from '../api';
import type { CollectionId } from '../generated/schema';
import type { Feature, Geometry } from '../records';
import { session } from '../session';
import { formFields, sameGeometry, sameTyped, type Typed, untyped, type Values, valuesOf } from './values';

/** A record as it is being edited, and the version of it that the edit began from. */
export interface Draft {
  /** Whose work it is: nobody else is shown it. */
  readonly account: string;
  readonly collection: CollectionId;
  readonly id: string;
  /** The record as the server last gave it, and the tag of that version; none for a new record. */
  readonly base?: Feature;
  readonly etag: string;
  readonly values: Values;
  readonly geometry: Geometry | null;
  /** Names what is sent, so that sending it twice does it once. Another content has another. */
  readonly key: string;
  /** Records that shall become, or no longer be, participants of this belt, as "collection/id". */
  readonly joining: readonly string[];
  readonly leaving: readonly string[];
}

const place = 'beltmap.draft';

// Not randomUUID: an intranet without TLS has none.
const newKey = (): string => [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join('-');

export const draft = signal<Draft | undefined>(undefined);
export const errors = signal<readonly FieldError[]>([]);

/** Coordinates are being typed that are none yet: what is on the map is not what is meant. */
export const unreadable = signal(false);

/** What somebody else changed while this was edited. */
export interface Meeting {
  readonly theirs: Feature;
  readonly etag: string;
}
export const meeting = signal<Meeting | undefined>(undefined);

export const dirty = computed(() => draft.value !== undefined && !isUntouched(draft.value));

const isUntouched = (d: Draft): boolean =>
  changedFields(d).length === 0 &&
  sameGeometry(d.geometry, d.base?.geometry ?? null) &&
  d.joining.length + d.leaving.length === 0 &&
  (d.base !== undefined || d.id === '');

/** The names of the fields that were changed; for a new record those that were filled in. */
export function changedFields(d: Draft): string[] {
  const before = valuesOf(d.collection, d.base);
  return formFields(d.collection)
    .map((f) => f.name)
    .filter((name) => !sameTyped(d.values[name], before[name]))
    .filter((name) => d.base !== undefined || !(name in presets(d)));
}

// What a form begins with is no work that could be lost.
const presets = (d: Draft): Values =>
  Object.fromEntries(
    Object.entries(newValues(d.collection, String(d.values.zone ?? ''))).filter(([name, value]) =>
      sameTyped(value, d.values[name]),
    ),
  );

const newValues = (collection: CollectionId, zone: string): Values => ({
  ...valuesOf(collection, undefined),
  zone,
  position_class: 'exact',
});

/** Begins a new record, at a place if there is one already. */
export const openNew = (collection: CollectionId, zone: string, geometry: Geometry | null = null): void =>
  open({ collection, id: '', etag: '', values: newValues(collection, zone), geometry });

/** The next place that is chosen on the map is where a record is added. */
export const adding = signal(false);

export const openRecord = (collection: CollectionId, base: Feature, etag: string): void =>
  open({ collection, id: base.id, base, etag, values: valuesOf(collection, base), geometry: base.geometry });

function open(d: Omit<Draft, 'account' | 'key' | 'joining' | 'leaving'>): void {
  adding.value = false;
  errors.value = [];
  unreadable.value = false;
  meeting.value = undefined;
  draft.value = { ...d, account: session.value?.account ?? '', key: newKey(), joining: [], leaving: [] };
}

export function close(): void {
  draft.value = undefined;
  errors.value = [];
  unreadable.value = false;
  meeting.value = undefined;
}

/** Changes the draft. What is sent next is something else, and is named so. */
export function change(part: Partial<Draft>): void {
  if (draft.value) draft.value = { ...draft.value, ...part, key: newKey() };
}

export function setValue(name: string, value: Typed): void {
  if (!draft.value) return;
  change({ values: { ...draft.value.values, [name]: value } });
  errors.value = errors.value.filter((e) => e.field !== name);
}

/** A point that is put somewhere is there exactly, and what has no place is unlocated, unless the editor has said otherwise. */
export function setGeometry(geometry: Geometry | null): void {
  const d = draft.value;
  if (!d) return;
  const said = d.values.position_class;
  const asBefore = said === 'unlocated' || sameTyped(said, valuesOf(d.collection, d.base).position_class);
  const placed = asBefore && (geometry?.type === 'Point' || said === 'unlocated') ? 'exact' : said;
  change({ geometry, values: { ...d.values, position_class: (geometry ? placed : 'unlocated') ?? '' } });
  errors.value = errors.value.filter((e) => e.field !== 'geometry');
}

/** What is sent: the whole of a new record, of another only what was changed. */
export function bodyOf(d: Draft): unknown {
  const fields = formFields(d.collection);
  const sent = (names: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(
      fields.filter((f) => names.includes(f.name)).map((f) => [f.name, untyped(f, d.values[f.name] ?? '')]),
    );
  if (!d.base) {
    const filled = fields.map((f) => f.name).filter((name) => (d.values[name] ?? '').length > 0);
    const properties = { ...sent(filled), ...(d.geometry ? {} : { position_class: 'unlocated' }) };
    return { type: 'Feature', ...(d.id ? { id: d.id } : {}), geometry: d.geometry, properties };
  }
  const moved = !sameGeometry(d.geometry, d.base.geometry);
  // A shape that moved says how well it is known, or the server would have to guess.
  const names = [...changedFields(d), ...(moved ? ['position_class'] : [])];
  return { ...(names.length > 0 ? { properties: sent(names) } : {}), ...(moved ? { geometry: d.geometry } : {}) };
}

/** One thing that somebody else changed, and what stands against it here. */
export interface Difference {
  /** The field's name, or "geometry". */
  readonly name: string;
  /** It was changed here, too, to something else. */
  readonly both: boolean;
}

export function differences(d: Draft, theirs: Feature): Difference[] {
  const [before, after] = [valuesOf(d.collection, d.base), valuesOf(d.collection, theirs)];
  const found: Difference[] = [];
  for (const { name } of formFields(d.collection)) {
    if (sameTyped(before[name], after[name]) || sameTyped(d.values[name], after[name])) continue;
    found.push({ name, both: !sameTyped(d.values[name], before[name]) });
  }
  const base = d.base?.geometry ?? null;
  if (!sameGeometry(base, theirs.geometry) && !sameGeometry(d.geometry, theirs.geometry))
    found.push({ name: 'geometry', both: !sameGeometry(d.geometry, base) });
  return found;
}

/** The draft on top of the others' version: where it was chosen, theirs or what stands here; else own changes stay. */
export function rebased(d: Draft, met: Meeting, chosen: Readonly<Record<string, 'theirs' | 'own'>>): Draft {
  const after = valuesOf(d.collection, met.theirs);
  const changed = changedFields(d);
  const own = (name: string, touched: boolean): boolean => (chosen[name] ?? (touched ? 'own' : 'theirs')) === 'own';
  const values = Object.fromEntries(
    formFields(d.collection).map(({ name }) => [
      name,
      (own(name, changed.includes(name)) ? d.values[name] : after[name]) ?? '',
    ]),
  );
  const moved = !sameGeometry(d.geometry, d.base?.geometry ?? null);
  return {
    ...d,
    base: met.theirs,
    etag: met.etag,
    values,
    geometry: own('geometry', moved) ? d.geometry : met.theirs.geometry,
    key: newKey(),
  };
}

/** Keeps the draft over a reload, of its own account only, and asks before the page is left with it. */
export function keepDraft(): void {
  effect(() => {
    const account = session.value?.account;
    if (!account) return;
    const open = draft.peek();
    if (open?.account === account) return;
    if (open) close(); // somebody else has the page now
    const kept = read();
    if (kept?.account === account) draft.value = kept;
    else sessionStorage.removeItem(place);
  });
  let had = false;
  effect(() => {
    if (draft.value && dirty.value) sessionStorage.setItem(place, JSON.stringify(draft.value));
    else if (had) sessionStorage.removeItem(place);
    had = draft.value !== undefined;
  });
  addEventListener('beforeunload', (event) => {
    if (dirty.value) event.preventDefault();
  });
  addEventListener('beltmap:signed-out', () => {
    close();
    adding.value = false;
    sessionStorage.removeItem(place);
  });
}

function read(): Draft | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? 'null') as Draft | null;
    return kept ?? undefined;
  } catch {
    return undefined;
  }
}
