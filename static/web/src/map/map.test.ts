import { createExpression } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { schemaOf } from '../format';
import { drawingOrder, shapes } from '../generated/palette';
import { boundsOf, spotAround } from './bounds';
import { degrees, graticule, stepFor } from './graticule';
import { middleOf } from './names';
import { count } from './points';
import { styleOf } from './style';

describe('the style', () => {
  const style = styleOf('http://x/{z}/{x}/{y}.mvt', 'light', 'zh');

  it('draws every collection of the palette that has a shape of its own, and asks nobody else for glyphs or sprites', () => {
    const drawn = new Set(style.layers.map((layer) => layer.id.split(':')[0]));
    for (const id of drawingOrder.filter((id) => schemaOf(id).shapes.length > 0)) expect(drawn, id).toContain(id);
    expect(drawn).not.toContain('stops'); // what is visited is drawn
    expect(style.glyphs).toBeUndefined();
    expect(style.sprite).toBeUndefined();
  });

  it('gives every layer an id of its own that begins with what switches it', () => {
    const ids = style.layers.map((layer) => layer.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+/);
  });

  it('knows every shape it draws', () => {
    for (const [name, path] of Object.entries(shapes)) expect(path, name).toMatch(/^M[\d. ,A-Z-]+Z?$/i);
  });
});

describe('the number of a cluster', () => {
  it.each([
    [9999, '9999', '9999'],
    [32358, '3.2万', '32k'],
    [100000, '10万', '100k'],
  ])('%d fits its ring', (n, zh, en) => {
    const text = (lang: string) => {
      const made = createExpression(count, 'layers[0].layout.text-field', null, { lang });
      if (made.result !== 'success') throw new Error(JSON.stringify(made.value));
      return made.value.evaluate({ zoom: 5 }, { type: 'Point', properties: { point_count: n } } as never);
    };
    expect([text('zh'), text('en')]).toEqual([zh, en]);
  });
});

describe('boxes', () => {
  it('enclose every kind of geometry', () => {
    expect(boundsOf({ type: 'Point', coordinates: [118, 32] })).toEqual([118, 32, 118, 32]);
    expect(
      boundsOf({
        type: 'MultiPolygon',
        coordinates: [
          [
            [
              [0, 0],
              [2, 0],
              [2, 3],
              [0, 0],
            ],
          ],
        ],
      }),
    ).toEqual([0, 0, 2, 3]);
    expect(boundsOf({ type: 'LineString', coordinates: [] })).toBeUndefined();
  });

  it('around a spot hold what no zoom parts, and little more', () => {
    const [w, s, e, n] = spotAround(118, 32, 18);
    expect(e - w).toBeLessThan(1e-5);
    expect(e - w).toBeGreaterThan(1e-6);
    expect(n - s).toBeLessThan(e - w);
  });
});

describe('the graticule', () => {
  it('has some lines at every scale, never hundreds', () => {
    for (let width = 300; width > 0.05; width /= 1.3) {
      const lines = width / stepFor(width);
      expect(lines, String(width)).toBeGreaterThanOrEqual(3);
      expect(lines, String(width)).toBeLessThan(13);
    }
  });

  it('names degrees with their side', () => {
    expect(degrees(117.30000000000001, 'E', 'W')).toBe('117.3°E');
    expect(degrees(-3, 'N', 'S')).toBe('3°S');
    expect(degrees(0, 'E', 'W')).toBe('0°');
    const labels = graticule([117, 31, 119, 33]).features.map((f) => f.properties?.label);
    expect(labels).toContain('118°E');
    expect(labels).toContain('32°N');
  });
});

it('an area is named at the center of its largest ring', () => {
  const small = [
    [10, 10],
    [11, 10],
    [11, 11],
    [10, 11],
    [10, 10],
  ];
  const large = [
    [0, 0],
    [4, 0],
    [4, 2],
    [0, 2],
    [0, 0],
  ];
  expect(middleOf({ type: 'MultiPolygon', coordinates: [[small], [large]] })).toEqual({
    type: 'Point',
    coordinates: [2, 1],
  });
  expect(middleOf({ type: 'Polygon', coordinates: [[]] })).toBeUndefined();
});

it('an axis is named halfway along it', () => {
  const bent = [
    [0, 0],
    [0, 0],
    [4, 0],
    [4, 2],
  ];
  expect(middleOf({ type: 'LineString', coordinates: bent })).toEqual({ type: 'Point', coordinates: [3, 0] });
  expect(middleOf({ type: 'LineString', coordinates: [] })).toBeUndefined();
});
