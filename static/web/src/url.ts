import { type AnalysisView, formatAnalysis, parseAnalysis } from './analysis/view';
import { type CoverageView, formatCoverage, parseCoverage } from './coverage/view';
import { type FilterName, type Filters, filterNames } from './filters';
import { isCollection } from './format';
import type { CollectionId } from './generated/schema';
import type { Lang } from './i18n';
import { formatQuality, parseQuality, parseStaleDays, type QualityView, usualStaleDays } from './quality';
import { formatTianditu, parseTianditu, type Tianditu } from './tianditu';

export type ThemeChoice = 'auto' | 'light' | 'dark';
export interface Camera {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
}
/** A record's name among all: "collection/id", or "province/AH" for what concerns the whole province. */
export interface Ref {
  readonly collection: CollectionId | 'province';
  readonly id: string;
}
/** What a link restores. */
export interface View {
  readonly camera?: Camera;
  readonly filters: Filters;
  readonly selection?: Ref;
  readonly list: CollectionId;
  readonly quality?: QualityView;
  readonly staleDays: number;
  readonly analysis?: AnalysisView;
  readonly coverage?: CoverageView;
  /** The id of the tour that is open at the desk. */
  readonly desk?: string;
  readonly screen: boolean;
  readonly layers: Readonly<Record<string, boolean>>;
  readonly tianditu?: Tianditu;
  readonly lang?: Lang;
  readonly theme: ThemeChoice;
}

export const defaultLayers: Readonly<Record<string, boolean>> = {
  zones: true,
  belts: true,
  enterprises: true,
  organizations: true,
  centers: true,
  grids: true,
  alliances: true,
  honors: true,
  programs: true,
  events: true,
  tours: true,
  places: true,
  ground: true,
  towns: true,
  graticule: true,
  outline: false,
};

export const defaultList: CollectionId = 'enterprises';

/** Reads a view from a URL's query string. What it does not understand it leaves out: a link is never refused. */
export function parseView(search: string): View {
  const params = new URLSearchParams(search);
  const filters: Partial<Record<FilterName, string>> = {};
  for (const name of filterNames) {
    const value = params.get(name)?.slice(0, 100);
    if (value) filters[name] = value;
  }
  const list = params.get('list') ?? '';
  const lang = params.get('lang');
  const theme = params.get('theme');
  return {
    camera: parseCamera(params.get('c'), params.get('z')),
    filters,
    selection: parseRef(params.get('sel')),
    list: isCollection(list) && list !== 'facts' ? list : defaultList,
    quality: parseQuality(params.get('quality')),
    staleDays: parseStaleDays(params.get('stale_days')),
    analysis: parseAnalysis(params),
    coverage: parseCoverage(params),
    desk: params.get('desk')?.slice(0, 100) || undefined,
    screen: params.get('screen') === '1',
    layers: parseLayers(params.get('layers')),
    tianditu: parseTianditu(params.get('tianditu')),
    lang: lang === 'en' ? 'en' : lang?.startsWith('zh') ? 'zh' : undefined,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
  };
}

/** Writes a view as a query string; what is as by default is left out. */
export function formatView(view: View): string {
  const parts: [string, string][] = [];
  if (view.camera) {
    const digits = Math.max(2, Math.min(6, Math.ceil(view.camera.zoom / 3)));
    parts.push(
      ['c', `${view.camera.lon.toFixed(digits)},${view.camera.lat.toFixed(digits)}`],
      ['z', String(Math.round(view.camera.zoom * 100) / 100)],
    );
  }
  for (const name of filterNames) {
    const value = view.filters[name];
    if (value) parts.push([name, value]);
  }
  if (view.list !== defaultList) parts.push(['list', view.list]);
  if (view.quality) {
    parts.push(['quality', formatQuality(view.quality)]);
    if (view.staleDays !== usualStaleDays) parts.push(['stale_days', String(view.staleDays)]);
  }
  if (view.analysis) parts.push(...formatAnalysis(view.analysis));
  // An area that is looked into further is that of the coverage, and stands there once.
  const named = new Set(parts.map(([name]) => name));
  if (view.coverage) parts.push(...formatCoverage(view.coverage).filter(([name]) => !named.has(name)));
  if (view.desk) parts.push(['desk', view.desk]);
  if (view.screen) parts.push(['screen', '1']);
  if (view.selection) parts.push(['sel', formatRef(view.selection)]);
  const layers = formatLayers(view.layers);
  if (layers) parts.push(['layers', layers]);
  if (view.tianditu) parts.push(['tianditu', formatTianditu(view.tianditu)]);
  if (view.lang) parts.push(['lang', view.lang]);
  if (view.theme !== 'auto') parts.push(['theme', view.theme]);
  // Commas and slashes are allowed in a query and keep links readable.
  const text = parts
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%2C/g, ',').replace(/%2F/g, '/')}`)
    .join('&');
  return text && `?${text}`;
}

export const formatRef = (ref: Ref): string => `${ref.collection}/${ref.id}`;

export function parseRef(text: string | null | undefined): Ref | undefined {
  const at = text?.indexOf('/') ?? -1;
  if (!text || at < 1 || at === text.length - 1) return undefined;
  const collection = text.slice(0, at);
  const id = text.slice(at + 1);
  if (collection === 'province') return { collection, id };
  return isCollection(collection) && collection !== 'facts' ? { collection, id } : undefined;
}

function parseCamera(center: string | null, zoom: string | null): Camera | undefined {
  const [lon, lat] = (center ?? '').split(',').map(Number);
  const z = Number(zoom);
  if (!center || !zoom || lon === undefined || lat === undefined) return undefined;
  const fits = Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && z >= 0 && z <= 22; // false for NaN too
  return fits ? { lon, lat, zoom: z } : undefined;
}

// Layers are written as what differs from the default: "-grids,+outline".
function parseLayers(text: string | null): Record<string, boolean> {
  const layers = { ...defaultLayers };
  for (const part of (text ?? '').replace(/ /g, '+').split(',')) {
    const name = part.slice(1);
    if (name in layers && (part[0] === '+' || part[0] === '-')) layers[name] = part[0] === '+';
  }
  return layers;
}

function formatLayers(layers: Readonly<Record<string, boolean>>): string {
  const changed = Object.keys(defaultLayers).filter((name) => name in layers && layers[name] !== defaultLayers[name]);
  return changed.map((name) => `${layers[name] ? '+' : '-'}${name}`).join(',');
}
