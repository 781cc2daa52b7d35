import { describe, expect, it } from 'vitest';
import { classOf, coveragePath, type Item, quarters, type Series, sorted, summed, whole } from './figures';

const rate = (numerator: number, denominator: number, unknown = 0) => ({
  numerator,
  denominator,
  unknown,
  rate: denominator === 0 || unknown === denominator ? null : numerator / denominator,
});
const item = (id: string, numerator: number, denominator: number): Item => {
  const of = rate(numerator, denominator);
  const figures = { organizational: of, single: of, work: of, effective: of, denominator, unknown: 0 };
  const aside = { operation_unstated: 0, unlocated: 0, by_status: {}, stated: [] };
  return { id, name_zh: id, name_en: id, enterprises: denominator + 1, ...figures, ...aside };
};

describe('classes', () => {
  it('are fixed, an upper end belonging to the next one and 100 % to the last', () => {
    expect([0, 0.199, 0.2, 0.59, 0.8, 1].map(classOf)).toEqual([0, 0, 1, 2, 4, 4]);
  });
  it('have none for what is not known', () => expect(classOf(null)).toBeUndefined());
});

describe('an order', () => {
  const items = [item('b', 0, 0), item('c', 1, 4), item('a', 3, 4)];
  const ids = (key: 'rate' | 'name' | 'enterprises', down: boolean) =>
    sorted(items, 'work', { key, down }, (i) => i.id ?? '').map((i) => i.id);
  it('puts what is not known last either way', () => {
    expect(ids('rate', true)).toEqual(['a', 'c', 'b']);
    expect(ids('rate', false)).toEqual(['c', 'a', 'b']);
  });
  it('leaves equals as the API has them', () => expect(ids('enterprises', true)).toEqual(['c', 'a', 'b']));
  it('goes by name', () => expect(ids('name', false)).toEqual(['a', 'b', 'c']));
});

it('quarters end with the day itself, and not twice', () => {
  expect(quarters('2026-11-26').slice(-3)).toEqual(['2026-07-01', '2026-10-01', '2026-11-26']);
  expect(quarters('2026-01-01').slice(-2)).toEqual(['2025-10-01', '2026-01-01']);
});

it('a sum of which nothing is known has no rate', () => {
  expect(summed([rate(1, 2), rate(0, 2)]).rate).toBe(0.25);
  expect(summed([rate(0, 2, 2), rate(0, 3, 3)]).rate).toBeNull();
  expect(summed([]).rate).toBeNull();
});

it('a series of parts is one of the whole, day by day', () => {
  const { id: _, ...figures } = item('a', 1, 2);
  const point = (as_of: string, added?: number) => ({
    ...figures,
    as_of,
    change: added === undefined ? null : { added, lost: 1, reformed: 0 },
  });
  const part = (added: number) => ({ id: 'x', points: [point('2026-01-01'), point('2026-04-01', added)] });
  const series: Series = { items: [part(2), part(3)] };
  const moments = whole(series, 'single');
  expect(moments.map((m) => [m.day, m.rate.numerator, m.rate.denominator])).toEqual([
    ['2026-01-01', 2, 4],
    ['2026-04-01', 2, 4],
  ]);
  expect(moments.map((m) => m.change)).toEqual([undefined, { added: 5, lost: 2, reformed: 0 }]);
});

it('the path of figures is that of the API', () => {
  expect(coveragePath('zone', undefined, undefined)).toBe('/api/coverage?by=zone');
  expect(coveragePath('grid', '~', '2026-01-01')).toBe('/api/coverage?by=grid&zone=~&as_of=2026-01-01');
});
