import { describe, expect, it } from 'vitest';
import { filled, formatQuality, measures, parseQuality, qualityPath, staleChoices } from './quality';
import { formatView, parseView } from './url';

describe('the view of data quality', () => {
  it('comes back from a link as it was written', () => {
    for (const text of ['all', ...measures, 'stale/*', 'unlocated/CZ', 'located/~']) {
      const view = parseQuality(text);
      expect(view && formatQuality(view)).toBe(text);
      const link = `?quality=${text}`;
      expect(decodeURIComponent(formatView(parseView(link)))).toBe(link);
    }
  });

  it('is not opened by what it does not understand', () => {
    for (const text of [undefined, null, '', 'nonsense', 'nonsense/CZ', '/CZ'])
      expect(parseQuality(text)).toBeUndefined();
    expect(parseQuality('stale/')).toEqual({ measure: 'stale' });
  });

  it('asks the API for exactly what it shows', () => {
    expect(qualityPath({}, 365)).toBe('/api/quality');
    expect(qualityPath({ measure: 'stale' }, 365)).toBe('/api/quality');
    expect(qualityPath({ measure: 'stale' }, 90)).toBe('/api/quality?stale_days=90');
    expect(qualityPath({ measure: 'stale', list: '*' }, 365, 50)).toBe('/api/quality/stale?limit=50');
    expect(qualityPath({ measure: 'stale', list: 'CZ' }, 90)).toBe('/api/quality/stale?zone=CZ&stale_days=90');
    expect(qualityPath({ measure: 'located', list: 'CZ' }, 365, 50)).toBe('/api/quality?zone=CZ');
    expect(qualityPath({ measure: 'located', list: '~' }, 365, 50)).toBe('/api/quality/located?zone=~&limit=50');
  });

  it('keeps the limit of surveys in the link, and only one the API takes', () => {
    expect(formatView(parseView('?quality=stale&stale_days=90'))).toBe('?quality=stale&stale_days=90');
    for (const text of ['365', '0', '36501', '1e3', '-5', 'x', ''])
      expect(formatView(parseView(`?quality=stale&stale_days=${text}`)), text).toBe('?quality=stale');
    expect(staleChoices(45)).toEqual([45, 90, 180, 365, 730, 1095]);
  });

  it('tells no data from none', () => {
    expect(filled({ numerator: 0, denominator: 0, unknown: 9 })).toBeUndefined();
    expect(filled({ numerator: 0, denominator: 9, unknown: 0 })).toBe(0);
    expect(filled({ numerator: 3, denominator: 4, unknown: 0 })).toBe(75);
  });
});
