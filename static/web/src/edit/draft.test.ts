import { beforeEach, describe, expect, it } from 'vitest';
import type { Feature } from '../records';
import {
  bodyOf,
  change,
  close,
  type Draft,
  differences,
  dirty,
  draft,
  openNew,
  openRecord,
  rebased,
  setGeometry,
  setValue,
} from './draft';

const base: Feature = {
  type: 'Feature',
  id: 'E1',
  geometry: { type: 'Point', coordinates: [118, 32] },
  properties: {
    name_zh: '甲厂',
    zone: 'CZ',
    position_class: 'illustrative',
    employees: 5,
    belts: ['B1'],
    industry: null,
  },
};
const now = (): Draft => {
  if (!draft.value) throw new Error('no draft');
  return draft.value;
};
beforeEach(close);

describe('what is sent', () => {
  it('is nothing while nothing is changed', () => {
    openRecord('enterprises', base, '"v1"');
    expect([bodyOf(now()), dirty.value]).toEqual([{}, false]);
  });

  it('is only what was changed, and null for what was emptied', () => {
    openRecord('enterprises', base, '"v1"');
    setValue('employees', '');
    setValue('belts', ['B1', 'B2']);
    expect(bodyOf(now())).toEqual({ properties: { employees: null, belts: ['B1', 'B2'] } });
  });

  it('says how well a place is known that was moved', () => {
    openRecord('enterprises', base, '"v1"');
    const geometry = { type: 'Point' as const, coordinates: [118.1, 32] };
    setGeometry(geometry);
    expect(bodyOf(now())).toEqual({ geometry, properties: { position_class: 'exact' } });
    setValue('position_class', 'illustrative');
    expect(bodyOf(now())).toEqual({ geometry, properties: { position_class: 'illustrative' } });
    setGeometry(null);
    expect(bodyOf(now())).toEqual({ geometry: null, properties: { position_class: 'unlocated' } });
  });

  it('is the whole of a new record, which without a place is unlocated', () => {
    openNew('enterprises', 'CZ');
    expect(dirty.value).toBe(false);
    setValue('name_zh', '乙厂');
    expect(bodyOf(now())).toEqual({
      type: 'Feature',
      geometry: null,
      properties: { name_zh: '乙厂', zone: 'CZ', position_class: 'unlocated' },
    });
  });

  it('has a new name whenever it is something else', () => {
    openNew('enterprises', 'CZ');
    const before = now().key;
    change({ id: 'E2' });
    expect(now().key).not.toBe(before);
  });
});

describe('what somebody else changed meanwhile', () => {
  const theirs: Feature = {
    ...base,
    properties: { ...base.properties, employees: 9, industry: 'textiles', name_en: 'A' },
  };
  it('is told field by field, with what stands against it', () => {
    openRecord('enterprises', base, '"v1"');
    setValue('employees', '7');
    setValue('name_en', 'A');
    expect(differences(now(), theirs)).toEqual([
      { name: 'industry', both: false },
      { name: 'employees', both: true },
    ]);
  });

  it('is kept or replaced as was chosen, and own changes that meet nothing stay', () => {
    openRecord('enterprises', base, '"v1"');
    setValue('employees', '7');
    setValue('name_zh', '丙厂');
    const met = { theirs, etag: '"v2"' };
    const taken = rebased(now(), met, { employees: 'theirs', industry: 'theirs' });
    expect([bodyOf(taken), taken.etag]).toEqual([{ properties: { name_zh: '丙厂' } }, '"v2"']);
    const own = rebased(now(), met, { employees: 'own', industry: 'own', name_en: 'theirs' });
    expect(bodyOf(own)).toEqual({ properties: { name_zh: '丙厂', employees: 7, industry: null } });
  });
});
