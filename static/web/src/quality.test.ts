import { describe, expect, it } from 'vitest';
import { filled, formatQuality, measures, parseQuality, qualityPath } from './quality';
import { formatView, parseView } from './url';

describe('the view of data quality', () => {
  it('comes back from a link as it was written', () => {
    for (const text of ['all', ...measures, 'stale/*', 'unlocated/CZ']) {
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
    expect(qualityPath({})).toBe('/api/quality');
    expect(qualityPath({ measure: 'stale' })).toBe('/api/quality');
    expect(qualityPath({ measure: 'stale', list: '*' }, 50)).toBe('/api/quality/stale?limit=50');
    expect(qualityPath({ measure: 'stale', list: 'CZ' })).toBe('/api/quality/stale?zone=CZ');
    expect(qualityPath({ measure: 'located', list: 'CZ' }, 50)).toBe('/api/quality?zone=CZ');
  });

  it('tells no data from none', () => {
    expect(filled({ numerator: 0, denominator: 0, unknown: 9 })).toBeUndefined();
    expect(filled({ numerator: 0, denominator: 9, unknown: 0 })).toBe(0);
    expect(filled({ numerator: 3, denominator: 4, unknown: 0 })).toBe(75);
  });
});
