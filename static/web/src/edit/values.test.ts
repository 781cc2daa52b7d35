import { describe, expect, it } from 'vitest';
import { fieldOf } from '../format';
import { CoordinateError, formatCoordinates, parseCoordinates, untyped } from './values';

const fault = (run: () => unknown): unknown => {
  try {
    run();
  } catch (err) {
    if (err instanceof CoordinateError) return [err.why, err.line];
    throw err;
  }
  return undefined;
};

describe('typed coordinates', () => {
  it('come back as they were drawn, holes too', () => {
    const ring = (n: number) => [
      [118, 32],
      [118 + n, 32],
      [118 + n, 32 + n],
      [118, 32],
    ];
    for (const [shape, geometry] of [
      ['point', { type: 'Point', coordinates: [118.1234567, 32] }],
      ['line', { type: 'LineString', coordinates: ring(1).slice(0, 3) }],
      ['polygon', { type: 'Polygon', coordinates: [ring(2), ring(1)] }],
    ] as const)
      expect(parseCoordinates(shape, formatCoordinates(geometry as GeoJSON.Geometry))).toEqual(geometry);
  });

  it('may be separated by a comma of either width or by spaces', () => {
    for (const text of ['118, 32', '118，32', ' 118 32 ', '118,32\n\n'])
      expect(parseCoordinates('point', text)).toEqual({ type: 'Point', coordinates: [118, 32] });
  });

  it('are no geometry when nothing is typed', () => expect(parseCoordinates('line', ' \n')).toBeNull());

  it('may close an area or leave it open', () =>
    expect(parseCoordinates('polygon', '0 0\n1 0\n1 1\n0 0')).toEqual(parseCoordinates('polygon', '0 0\n1 0\n1 1')));

  it('are refused by the line at fault', () => {
    expect(fault(() => parseCoordinates('line', '118 32\n118'))).toEqual(['malformed', 2]);
    expect(fault(() => parseCoordinates('line', '118 32\nx y'))).toEqual(['malformed', 2]);
    expect(fault(() => parseCoordinates('point', '32.3, 118.3'))).toEqual(['outside', 1]);
    expect(fault(() => parseCoordinates('point', '1 1\n2 2'))).toEqual(['malformed', 2]);
    expect(fault(() => parseCoordinates('line', '1 1'))).toEqual(['few', 0]);
    expect(fault(() => parseCoordinates('polygon', '1 1\n2 2'))).toEqual(['few', 0]);
  });
});

describe('typed values', () => {
  const employees = fieldOf('enterprises', 'employees');
  const starred = fieldOf('organizations', 'stars');
  it('are unknown when empty, and never 0', () => expect(employees && untyped(employees, ' ')).toBeNull());
  it('are numbers where they can be, else left for the server to refuse', () => {
    expect(employees && untyped(employees, '12')).toBe(12);
    expect(employees && untyped(employees, 'a dozen')).toBe('a dozen');
    expect(starred && [untyped(starred, '3'), untyped(starred, 'unrated')]).toEqual([3, 'unrated']);
  });
});
