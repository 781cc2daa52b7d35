import type { ExpressionSpecification, FilterSpecification } from 'maplibre-gl';
import type { drawingOrder, Tone } from '../generated/palette';

/** A collection that is drawn. */
export type DrawnId = (typeof drawingOrder)[number];

export const fonts = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei'];
export const bold = fonts.map((font) => `${font} Bold`);

/** A color of the palette that follows the theme. */
export const tone = (t: Tone): ExpressionSpecification => [
  'case',
  ['==', ['global-state', 'theme'], 'dark'],
  t.dark,
  t.light,
];
/** One number in the dark, another in the light. */
export const onDark = (dark: number, light: number): ExpressionSpecification => [
  'case',
  ['==', ['global-state', 'theme'], 'dark'],
  dark,
  light,
];
export const accent: Tone = { light: '#8c3b2a', dark: '#e08a6d' };
export const inLang = (zh: ExpressionSpecification, en: ExpressionSpecification): ExpressionSpecification => [
  'case',
  ['==', ['global-state', 'lang'], 'en'],
  en,
  zh,
];
export const name = inLang(
  ['coalesce', ['get', 'name_zh'], ['get', 'name_en'], ['get', 'id']],
  ['coalesce', ['get', 'name_en'], ['get', 'name_zh'], ['get', 'id']],
);
export const clustered: ExpressionSpecification = ['has', 'point_count'];
export const doubtful: ExpressionSpecification = [
  'in',
  ['get', 'position_class'],
  ['literal', ['illustrative', 'synthetic']],
];
export const planned: ExpressionSpecification = ['==', ['get', 'status'], 'planned'];
export const isType = (type: 'Point' | 'LineString' | 'Polygon'): ExpressionSpecification => [
  '==',
  ['geometry-type'],
  type,
];
export const all = (...filters: ExpressionSpecification[]): FilterSpecification => ['all', ...filters];

export const from = (id: DrawnId) => ({ source: 'belts', 'source-layer': id }) as const;

export const empty: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
