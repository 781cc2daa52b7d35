import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { ground, ink } from '../generated/palette';
import { all, bold, clustered, type DrawnId, fonts, from, inLang, isType, name, tone } from './expressions';
import { ringOrder } from './images';

const round24 = (part: string): ExpressionSpecification => [
  'to-string',
  ['ceil', ['/', ['*', 24, ['get', `n_${part}`]], ['get', 'point_count']]],
];

const ringSize: ExpressionSpecification = [
  'step',
  ['get', 'point_count'],
  '32',
  10,
  '36',
  100,
  '42',
  1000,
  '48',
  10000,
  '54',
];
const badgeWidth: ExpressionSpecification = [
  'step',
  ['get', 'point_count'],
  '36',
  10,
  '43',
  100,
  '50',
  1000,
  '58',
  10000,
  '64',
];

/**
 * Where each kind stands at small scales, in pixels from its place: beside the enterprises' ring, which would cover it. From zoom 12 on
 * everything stands where it is.
 */
const beside: Readonly<Partial<Record<DrawnId, readonly [number, number]>>> = {
  organizations: [0, 29],
  centers: [38, 12],
  events: [-38, 12],
  alliances: [38, -18],
  places: [-38, -18],
  honors: [0, -36],
  programs: [-38, 40],
};

const displaced = ([x, y]: readonly [number, number], unit: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  10,
  ['literal', [x / unit, y / unit]],
  12,
  ['literal', [0, 0]],
];

const displacedText = ([x, y]: readonly [number, number], size: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  10,
  ['literal', [(x + 7) / size, y / size]],
  12,
  ['literal', [7 / size, 0]],
];

/** A cluster's number, short enough for its ring. MapLibre takes max-fraction-digits of 0 for none given, so thousands are rounded. */
export const count: ExpressionSpecification = [
  'case',
  ['<', ['get', 'point_count'], 10000],
  ['to-string', ['get', 'point_count']],
  inLang(
    ['concat', ['number-format', ['/', ['get', 'point_count'], 10000], { 'max-fraction-digits': 1 }], '万'],
    ['concat', ['to-string', ['round', ['/', ['get', 'point_count'], 1000]]], 'k'],
  ),
];

/** A collection's points and clusters, and the points' names. */
export function points(id: DrawnId): LayerSpecification[] {
  const theme: ExpressionSpecification = ['global-state', 'theme'];
  const offset = beside[id] ?? ([0, 0] as const);
  const shares = ringOrder.flatMap((part, i) => (i === 0 ? [round24(part)] : [',', round24(part)]));
  const ring: ExpressionSpecification =
    id === 'enterprises'
      ? ['concat', 'ring|', theme, '|', ...shares, '|', ringSize]
      : ['concat', 'stack|', theme, `|${id}|`, badgeWidth];
  const mark: ExpressionSpecification = [
    'concat',
    'mark|',
    theme,
    `|${id}|`,
    id === 'enterprises' ? ['coalesce', ['get', 'status'], 'unknown'] : '-',
    '|',
    id === 'organizations' ? ['to-string', ['coalesce', ['get', 'stars'], '-']] : '-',
    '|',
    ['coalesce', ['get', 'position_class'], 'exact'],
  ];
  return [
    {
      id: `${id}:points`,
      type: 'symbol',
      ...from(id),
      filter: all(isType('Point')),
      layout: {
        'icon-image': ['case', clustered, ring, mark],
        'icon-allow-overlap': true,
        'icon-padding': 0,
        'icon-offset': displaced(offset, 1),
        'text-field': ['case', clustered, count, ''],
        'text-font': bold,
        'text-size': id === 'enterprises' ? ['step', ['coalesce', ['get', 'point_count'], 0], 12, 1000, 11] : 12,
        // In a badge the number stands right of the shape.
        'text-offset': id === 'enterprises' ? [0, 0] : displacedText(offset, 12),
        'text-allow-overlap': true,
        'symbol-sort-key': ['coalesce', ['get', 'point_count'], 0],
      },
      paint: { 'text-color': tone(ink) },
    },
    {
      id: `${id}:point-names`,
      type: 'symbol',
      ...from(id),
      minzoom: { enterprises: 13.5, organizations: 12.5 }[id as string] ?? 11.5,
      filter: all(isType('Point'), ['!', clustered]),
      layout: {
        'text-field': name,
        'text-font': fonts,
        'text-size': 12,
        'text-variable-anchor': ['top', 'bottom'],
        'text-radial-offset': id === 'organizations' ? 2.3 : 1.5,
        'text-max-width': 10,
        'text-padding': 3,
      },
      paint: { 'text-color': tone(ink), 'text-halo-color': tone(ground), 'text-halo-width': 1.6 },
    },
  ];
}
