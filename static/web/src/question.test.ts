import { expect, it } from 'vitest';
import { keyOf, nameOfFile, withMore } from './question';

it('keeps apart what is sent to one address', () => {
  const asked = { path: '/api/gaps', body: '{}' };
  expect(keyOf(asked)).not.toBe(keyOf({ path: '/api/gaps' }));
  expect(withMore(asked, { f: 'csv' })).toEqual({ path: '/api/gaps?f=csv', body: '{}' });
  expect(withMore({ path: '/api/gaps?zone=CZ' }, { f: 'csv' }).path).toBe('/api/gaps?zone=CZ&f=csv');
});

it.each([
  [`attachment; filename="gaps-area.csv"; filename*=UTF-8''%E5%BA%94%E5%BB%BA-area.csv`, '应建-area.csv'],
  ['attachment; filename="gaps-area.csv"', 'gaps-area.csv'],
  [`attachment; filename="gaps.csv"; filename*=UTF-8''%E5%`, 'gaps.csv'],
  ['inline', ''],
  [null, ''],
])('reads the name of a file from %s', (header, name) => expect(nameOfFile(header)).toBe(name));
