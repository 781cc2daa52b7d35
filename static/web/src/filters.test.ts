import { describe, expect, it } from 'vitest';
import { applies, filterNames, filtersFor, isFilterName, ownerOf, queryOf, toggled } from './filters';
import { collections } from './generated/schema';

describe('filters', () => {
  it('are written in one order, whatever order they were chosen in', () => {
    expect(queryOf({ status: 'single', zone: 'CZ' })).toBe('?zone=CZ&status=single');
    expect(queryOf({})).toBe('');
    expect(queryOf({ industry: '电子信息' })).toBe(`?industry=${encodeURIComponent('电子信息')}`);
  });

  it('speak of a collection only if it has the property and knows the value', () => {
    expect(applies('enterprises', 'status', 'single')).toBe(true);
    expect(applies('grids', 'status', 'single')).toBe(false);
    expect(applies('grids', 'status', 'planned')).toBe(true);
    expect(applies('organizations', 'stars', 'unrated')).toBe(true);
    expect(applies('enterprises', 'stars', '5')).toBe(false);
    expect(applies('zones', 'datetime', '2026-11-24')).toBe(true);
  });

  it('ask of a collection only what it has', () => {
    const filters = { zone: 'NG', stars: '5', status: 'single' } as const;
    expect(filtersFor('organizations', filters)).toEqual({ zone: 'NG', stars: '5' });
    expect(filtersFor('enterprises', filters)).toEqual({ zone: 'NG', status: 'single' });
    expect(filtersFor('belts', filters)).toEqual({ zone: 'NG' });
  });

  it('go off when chosen again', () => {
    const on = toggled({}, 'status', 'joint');
    expect(on).toEqual({ status: 'joint' });
    expect(toggled(on, 'status', 'single')).toEqual({ status: 'single' });
    expect(toggled(on, 'status', 'joint')).toEqual({});
    expect(toggled({ zone: 'CZ' }, 'zone', '')).toEqual({});
  });

  it('never name an internal field', () => {
    const internal = collections.flatMap((c) => c.fields.filter((f) => f.internal).map((f) => f.name));
    expect(internal).toContain('full_members');
    for (const name of internal) expect(isFilterName(name)).toBe(false);
  });

  it('are all properties of some collection', () => {
    for (const name of filterNames.filter((n) => n !== 'datetime'))
      expect(
        collections.some((c) => c.fields.some((f) => f.name === name)),
        name,
      ).toBe(true);
    expect(ownerOf('stars', '5')).toBe('organizations');
  });
});
