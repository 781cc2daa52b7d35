/** What was done at the desk, so that it can be taken back and done again. */
export interface Steps<T> {
  readonly past: readonly Step<T>[];
  readonly present: T;
  readonly future: readonly Step<T>[];
}

/** One step: what it is called, and how things stood on its other side. */
export interface Step<T> {
  readonly words: string;
  /** Steps of one kind that follow each other at once, as the letters of a word do, are one. */
  readonly kind: string;
  readonly state: T;
}

const most = 200; // steps that are remembered

export const begun = <T>(present: T): Steps<T> => ({ past: [], present, future: [] });

/** A step on. What was taken back before is given up. */
export function stepped<T>(steps: Steps<T>, words: string, next: T, kind = ''): Steps<T> {
  if (JSON.stringify(next) === JSON.stringify(steps.present)) return steps;
  const last = steps.past.at(-1);
  if (kind !== '' && last?.kind === kind && steps.future.length === 0) return { ...steps, present: next };
  const past = [...steps.past, { words, kind, state: steps.present }].slice(-most);
  return { past, present: next, future: [] };
}

export function undone<T>(steps: Steps<T>): Steps<T> {
  const last = steps.past.at(-1);
  if (!last) return steps;
  const back = { words: last.words, kind: '', state: steps.present };
  return { past: steps.past.slice(0, -1), present: last.state, future: [back, ...steps.future] };
}

export function redone<T>(steps: Steps<T>): Steps<T> {
  const [next, ...rest] = steps.future;
  if (!next) return steps;
  const back = { words: next.words, kind: '', state: steps.present };
  return { past: [...steps.past, back], present: next.state, future: rest };
}
