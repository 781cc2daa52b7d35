import type { CollectionId } from '../generated/schema';
import type { Geometry } from '../records';
import type { Division, RateName } from './view';

export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
  readonly unknown: number;
  readonly rate: number | null;
}

export type Figures = Readonly<Record<RateName, Rate>> & {
  readonly enterprises: number;
  readonly denominator: number;
  readonly unknown: number;
  readonly operation_unstated: number;
  readonly unlocated: number;
  readonly by_status: Readonly<Record<string, number>>;
};

/** What the article states, beside what is computed and never merged with it. */
export interface Stated {
  readonly id: string;
  readonly measure: RateName;
  readonly value: number | null;
  readonly qualifier: string | null;
  readonly unit: string | null;
  readonly period: string | null;
  readonly source: string | null;
  readonly conflicts_with: readonly string[];
  readonly differs: boolean | null;
}

export type Item = Figures & {
  readonly id: string | null;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly stated: readonly Stated[];
  /** Of a belt with a shape, if a corridor was asked for. */
  readonly corridor?: {
    readonly metres: number;
    readonly within: Figures;
    readonly participating: Figures;
    readonly not_participating: Figures;
  };
};

export interface Passport {
  readonly definition_zh: string;
  readonly definition_en: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly unknown: number;
  readonly as_of: string;
  readonly sources: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly settings_hash: string;
  readonly rule_version: string;
  readonly version: number;
}

export interface Definition {
  readonly id: string;
  readonly label_zh: string;
  readonly label_en: string;
  readonly definition_zh: string;
  readonly definition_en: string;
}

export interface Report {
  readonly items: readonly Item[];
  readonly total: Figures;
  readonly definitions: readonly Definition[];
  readonly passport: Passport;
}

export type Shapes = ReadonlyMap<string, Geometry>;

export interface Point extends Figures {
  readonly as_of: string;
  readonly change: { readonly added: number; readonly lost: number; readonly reformed: number } | null;
}

export interface Series {
  readonly items: readonly { readonly id: string | null; readonly points: readonly Point[] }[];
}

/** The classes of the map and the bars, by their lower ends in percent. They never depend on the data, so that two maps can be compared. */
export const classes = [0, 20, 40, 60, 80] as const;

/** The class of a rate: the upper end belongs to the next class, 100 % to the last. undefined is no data, which is no class. */
export function classOf(rate: number | null): number | undefined {
  if (rate === null) return undefined;
  return classes.findLastIndex((from) => rate * 100 >= from);
}

export const sortKeys = ['name', 'enterprises', 'denominator', 'covered', 'unknown', 'rate'] as const;
export type SortKey = (typeof sortKeys)[number];
export interface Order {
  readonly key: SortKey;
  readonly down: boolean;
}

/** Items in an order. What is not known comes last either way; equals stand as the API has them. */
export function sorted<T extends Item>(
  items: readonly T[],
  rate: RateName,
  { key, down }: Order,
  name: (item: T) => string,
): T[] {
  if (key === 'name') {
    const turned = down ? -1 : 1;
    const { compare } = new Intl.Collator('zh-CN', { numeric: true });
    return [...items].sort((a, b) => turned * compare(name(a), name(b)));
  }
  const value = (item: T): number | null => {
    switch (key) {
      case 'enterprises':
        return item.enterprises;
      case 'denominator':
        return item[rate].denominator;
      case 'covered':
        return item[rate].numerator;
      case 'unknown':
        return item[rate].unknown;
      case 'rate':
        return item[rate].rate;
    }
  };
  return [...items].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return down ? y - x : x - y;
  });
}

/** The collection whose records are the parts of a division. */
export const collectionOf: Readonly<Partial<Record<Division, CollectionId>>> = {
  zone: 'zones',
  grid: 'grids',
  belt: 'belts',
  alliance: 'alliances',
};

/** Where the figures of a division come from. */
export function coveragePath(by: Division, zone: string | undefined, day: string | undefined, more = ''): string {
  const params = [`by=${by}`];
  if (zone) params.push(`zone=${encodeURIComponent(zone)}`);
  if (day) params.push(`as_of=${day}`);
  return `/api/coverage?${params.join('&')}${more}`;
}

/** How many quarters one looks back. */
const lookBack = 8;

/** The days of the time slider: the first days of the last quarters, and the day itself. */
export function quarters(today: string): readonly string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const last = year * 4 + Math.floor((month - 1) / 3);
  const days = Array.from({ length: lookBack }, (_, i) => {
    const quarter = last - lookBack + 1 + i;
    return `${Math.floor(quarter / 4)}-${String((quarter % 4) * 3 + 1).padStart(2, '0')}-01`;
  });
  return days.at(-1) === today ? days : [...days, today];
}

/** The sum of parts that share no enterprise, as a rate: null where nothing can be told. */
export function summed(parts: readonly Rate[]): Rate {
  const [numerator, denominator, unknown] = (['numerator', 'denominator', 'unknown'] as const).map((name) =>
    parts.reduce((sum, part) => sum + part[name], 0),
  ) as [number, number, number];
  const untold = denominator === 0 || unknown === denominator;
  return { numerator, denominator, unknown, rate: untold ? null : numerator / denominator };
}

export interface Moment {
  readonly day: string;
  readonly rate: Rate;
  readonly change: { readonly added: number; readonly lost: number; readonly reformed: number } | undefined;
}

/** A series of parts that share no enterprise, day by day, as that of their whole. */
export function whole(series: Series, rate: RateName): readonly Moment[] {
  const days = series.items[0]?.points.map((p) => p.as_of) ?? [];
  return days.map((day, i) => {
    const points = series.items.flatMap((item) => item.points[i] ?? []);
    const changes = points.flatMap((p) => p.change ?? []);
    const add = (name: 'added' | 'lost' | 'reformed'): number => changes.reduce((sum, c) => sum + c[name], 0);
    return {
      day,
      rate: summed(points.map((p) => p[rate])),
      change: changes.length > 0 ? { added: add('added'), lost: add('lost'), reformed: add('reformed') } : undefined,
    };
  });
}
