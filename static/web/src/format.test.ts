import { afterEach, describe, expect, it } from 'vitest';
import { codeLabel, fieldOf, figure, number, period, schemaOf, share, stars, valueText } from './format';
import type { Field } from './generated/schema';
import { lang } from './i18n';

afterEach(() => {
  lang.value = 'zh';
});

const field = (collection: Parameters<typeof fieldOf>[0], name: string): Field => {
  const found = fieldOf(collection, name);
  if (!found) throw new Error(`${collection} has no ${name}`);
  return found;
};

describe('figures', () => {
  it('carry their qualifier where each language puts it', () => {
    const more = { value: 500, qualifier: 'more_than', unit: 'people' };
    const near = { value: 90, qualifier: 'nearly', unit: '%' };
    expect(figure(more)).toBe('500 余人');
    expect(figure(near)).toBe('近 90%');
    lang.value = 'en';
    expect(figure(more)).toBe('more than 500 people');
    expect(figure(near)).toBe('nearly 90%');
  });

  it('say a statement instead of a number that is not there', () => {
    expect(figure({ value: null, unit: null })).toBe('陈述（无数值）');
    expect(figure({ value: 0, unit: 'enterprises' })).toBe('0 家企业');
  });

  it('are singular for one', () => {
    lang.value = 'en';
    expect(figure({ value: 1, unit: 'organizations' })).toBe('1 organization');
    expect(figure({ value: 1, unit: 'categories' })).toBe('1 category');
    expect(figure({ value: 2, unit: 'branches' })).toBe('2 branches');
    expect(figure({ value: 1, unit: 'm2' })).toBe('1 m²');
  });

  it('keep an interval an interval', () => {
    expect(period('2020-01/2020-04')).toBe('2020-01–2020-04');
    expect(period(null)).toBe('未知');
  });
});

describe('values', () => {
  it('say unknown for what is not known and never 0', () => {
    for (const nothing of [null, undefined, '', []]) {
      expect(valueText(field('enterprises', 'employees'), nothing)).toBe('未知');
    }
    expect(valueText(field('enterprises', 'employees'), 0)).toBe('0');
    expect(stars(null)).toBe('未知');
    expect(stars('unrated')).toBe('未评星');
    expect(stars(0)).toBe('0 星级');
  });

  it('say codes, yes and no, and years in words', () => {
    expect(valueText(field('enterprises', 'status'), 'work_only')).toBe('仅工作覆盖');
    expect(valueText(field('enterprises', 'operating'), false)).toBe('否');
    expect(valueText(field('belts', 'year'), 2019)).toBe('2019');
    expect(valueText(field('enterprises', 'employees'), 12345)).toBe('12,345');
    expect(codeLabel(field('organizations', 'form'), 'joint')).toBe('联合组建');
    lang.value = 'en';
    expect(codeLabel(field('organizations', 'stars'), '1')).toBe('1 star');
  });
});

describe('shares', () => {
  it('are never rounded to nothing or to everything', () => {
    expect(share(3, 100000)).toBe('<0.1%');
    expect(share(99999, 100000)).toBe('>99.9%');
    expect(share(0, 10)).toBe('0%');
    expect(share(10, 10)).toBe('100%');
    expect(share(0, 0)).toBe('–');
    expect(number(1234567.891)).toBe('1,234,567.89');
  });
});

it('a collection that does not exist is an error, not an empty one', () => {
  expect(() => schemaOf('nothing' as never)).toThrow('nothing');
});
