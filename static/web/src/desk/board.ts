/** Who is where and when, as the API answers it. */
export interface Timetable {
  readonly start: string;
  readonly start_assumed: boolean;
  readonly late: number;
  readonly ends: string;
  readonly people: number | null;
  readonly groups: readonly { readonly group: number; readonly stops: readonly Stay[] }[];
  readonly conflicts: readonly Conflict[];
}

export interface Stay {
  readonly stop: string;
  readonly leg: {
    readonly mode: 'walk' | 'bus';
    readonly minutes: number;
    readonly metres: number;
    readonly estimated: boolean;
  } | null;
  readonly arrive: string;
  readonly begin: string;
  readonly leave: string;
  readonly wait: number;
  readonly dwell: number;
  readonly dwell_assumed: boolean;
}

export interface Conflict {
  readonly kind: 'closed' | 'too_many' | 'bus_late' | 'no_lunch' | 'no_place' | 'past_night';
  readonly group: number | null;
  readonly stop: string | null;
  readonly text_zh: string;
  readonly text_en: string;
}

/** A plan is a timetable in which each group may have its own order. */
export interface Plan extends Timetable {
  readonly order: readonly (readonly string[])[];
  readonly bound: string;
  readonly gap: number;
  readonly exact: boolean;
}

/** One group at one stop. */
export interface Cell {
  readonly group: number;
  readonly stay: Stay;
  /** The place of the stop in the group's day, from 1. */
  readonly place: number;
  /** Other groups that are there at the same time. */
  readonly meets: readonly number[];
  /** How many people that makes, if the number is known. */
  readonly people?: number;
  readonly over: boolean;
  readonly conflicts: readonly Conflict[];
}

export interface Row {
  readonly stop: string;
  /** A cell a group; none where the group does not come here. */
  readonly cells: readonly (Cell | undefined)[];
}

export const minutesOf = (clock: string): number => {
  const [h = 0, m = 0] = clock.split(':').map(Number);
  return 60 * h + m;
};

const overlap = (a: Stay, b: Stay): boolean =>
  minutesOf(a.begin) < minutesOf(b.leave) && minutesOf(b.begin) < minutesOf(a.leave);

/** How many groups are there at once, at most, during a stay. */
function together(stay: Stay, all: readonly { readonly stay: Stay | undefined }[]): number {
  const others = all.flatMap(({ stay: o }) => (o && overlap(stay, o) ? [o] : []));
  const moments = [stay, ...others].map((o) => Math.max(minutesOf(o.begin), minutesOf(stay.begin)));
  return Math.max(
    ...moments.map((m) => others.filter((o) => minutesOf(o.begin) <= m && m < minutesOf(o.leave)).length),
  );
}

/** The groups side by side: a row a stop, in the order given; who meets whom, and where there are too many. */
export function boardOf(table: Timetable, stops: readonly string[], capacity: (stop: string) => number): Row[] {
  const size = table.people === null ? undefined : Math.ceil(table.people / Math.max(1, table.groups.length));
  return stops.map((stop) => {
    const stays = table.groups.map(({ group, stops: day }) => {
      const at = day.findIndex((s) => s.stop === stop);
      return { group, at, stay: day[at] };
    });
    const cells = stays.map(({ group, at, stay }): Cell | undefined => {
      if (!stay) return undefined;
      const meets = stays.flatMap((o) => (o.group !== group && o.stay && overlap(stay, o.stay) ? [o.group] : []));
      const people = size === undefined ? undefined : size * together(stay, stays);
      const conflicts = table.conflicts.filter((c) => c.stop === stop && (c.group === null || c.group === group));
      const room = capacity(stop);
      const over = conflicts.some((c) => c.kind === 'too_many') || (room > 0 && people !== undefined && people > room);
      return { group, stay, place: at + 1, meets, ...(people === undefined ? {} : { people }), over, conflicts };
    });
    return { stop, cells };
  });
}

/** What goes wrong at a stop, each thing once. */
export const conflictsAt = (table: Timetable | undefined, stop: string): readonly Conflict[] =>
  table?.conflicts.filter((c) => c.stop === stop) ?? [];

/** What goes wrong with a day as a whole. */
export const conflictsOfAll = (table: Timetable | undefined): readonly Conflict[] =>
  table?.conflicts.filter((c) => c.stop === null) ?? [];
