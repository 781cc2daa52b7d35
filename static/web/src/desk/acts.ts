import type { Typed } from '../edit/values';
import { say as label, lang, nameOf } from '../i18n';
import type { Feature } from '../records';
import { announced, closeDetail } from '../state';
import { current, editing, opened, put, step, work } from './desk';
import { say } from './words';
import { moved, newStop, nextId, type Stop, stopField, tourField, withoutStop, withStop, withValue } from './work';

/** A stop's name in the page's language. */
export const stopName = ({ id, values }: Stop): string =>
  nameOf({ id, name_zh: String(values.name_zh ?? ''), name_en: String(values.name_en ?? '') });

/** A field's name within a sentence. */
const fieldName = (field: { label: { zh: string; en: string } }): string =>
  lang.value === 'zh' ? field.label.zh : field.label.en;

/** Puts a stop at another place of the list, if it can go there. */
export function move(from: number, to: number): void {
  const now = work.value;
  const stop = now?.stops[from];
  if (!now || !stop || !editing.value || to < 0 || to >= now.stops.length || to === from) return;
  step(say('stepMove', { name: stopName(stop) }), moved(now, from, to), `move ${stop.id}`);
  announced.value = say('movedTo', { name: stopName(stop), n: to + 1, of: now.stops.length });
}

export function remove(stop: Stop): void {
  const now = work.value;
  if (!now) return;
  const at = now.stops.findIndex((s) => s.id === stop.id);
  step(say('stepRemove', { name: stopName(stop) }), withoutStop(now, stop.id));
  announced.value = say('removed', { name: stopName(stop) });
  focusOn(now.stops[at + 1]?.id ?? now.stops[at - 1]?.id ?? '');
}

/** What may become a stop. */
export interface Target {
  readonly target: string;
  readonly name_zh?: string | null;
  readonly name_en?: string | null;
}

/** Adds a stop: behind the one that is looked at, else at the end. */
export function add(from: Target): void {
  const now = opened.value;
  if (!now || !editing.value) return;
  const { stops } = now.steps.present;
  const states = [...now.steps.past, ...now.steps.future].flatMap((s) => s.state.stops);
  const id = nextId(
    now.base.tour.id,
    [...now.base.stops, ...stops, ...states].map((s) => s.id),
  );
  const at = stops.findIndex((s) => s.id === current.value);
  const stop = newStop(id, from);
  const place = at < 0 ? stops.length : at + 1;
  step(say('stepAdd', { name: stopName(stop) }), withStop(now.steps.present, stop, place));
  current.value = id;
  announced.value = say('added', { name: stopName(stop), n: place + 1 });
}

/** Adds the record whose card is open. */
export function addRecord(collection: string, feature: Feature): void {
  const target = `${collection}/${feature.id}`;
  put(target, feature);
  const { name_zh, name_en } = feature.properties;
  add({ target, name_zh, name_en });
  closeDetail();
  focusOn(current.value);
}

export function set(stop: Stop, name: string, value: Typed): void {
  const now = work.value;
  if (!now) return;
  const words = say('stepSet', { name: stopName(stop), field: fieldName(stopField(name)) });
  step(words, withValue(now, stop.id, name, value), `${stop.id} ${name}`);
}

export function setTour(name: string, value: Typed): void {
  const now = work.value;
  if (!now) return;
  step(label(tourField(name).label), { ...now, tour: { ...now.tour, [name]: value } }, `tour ${name}`);
}

/** Gives the focus to a stop of the list once it is there. */
export function focusOn(id: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const row = document.querySelector<HTMLElement>(`[data-stop="${CSS.escape(id)}"] .desk-name`);
      row?.focus({ preventScroll: true });
      row?.scrollIntoView({ block: 'nearest' });
    }),
  );
}
