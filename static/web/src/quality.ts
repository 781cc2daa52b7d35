import type { CollectionId } from './generated/schema';
import type { Link } from './records';

/** The measures of data quality, in the order of the API. */
export const measures = [
  'located',
  'unlocated',
  'outside',
  'duplicates',
  'stale',
  'never_surveyed',
  'dangling',
  'stubs',
] as const;
export type Measure = (typeof measures)[number];

/** What of the data's quality is shown: every measure in total, one by zone, or the records one counts, in a zone or (*) in all. */
export interface QualityView {
  readonly measure?: Measure;
  readonly list?: string;
}

export interface Share {
  readonly numerator: number;
  readonly denominator: number;
  readonly unknown: number;
  readonly by_class?: Readonly<Record<string, number>>;
}

export interface Definition {
  readonly id: string;
  readonly label_zh: string;
  readonly label_en: string;
  readonly definition_zh: string;
  readonly definition_en: string;
}

export interface QualityZone {
  readonly zone: string | null;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly figures: Readonly<Record<Measure, Share>>;
}

export interface QualityReport {
  readonly as_of: string;
  readonly parameters: { readonly stale_days: number; readonly near_metres: number };
  readonly definitions: readonly Definition[];
  readonly total: Readonly<Record<Measure, Share>>;
  readonly zones: readonly QualityZone[];
}

export interface QualityItem {
  readonly collection: CollectionId;
  readonly id: string;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly zone: string | null;
  readonly position_class: string | null;
  readonly surveyed_at: string | null;
  readonly same_uscc: string | null;
  readonly same_name: string | null;
  readonly metres: number | null;
  readonly lost_links: readonly { readonly property: string; readonly to: string }[];
}

export interface QualityPage {
  readonly numberMatched: number;
  readonly items: readonly QualityItem[];
  readonly links: readonly Link[];
}

export const everywhere = '*';

const isMeasure = (text: string): text is Measure => (measures as readonly string[]).includes(text);

/** Reads "all", "stale", "stale/CZ" or "stale/*"; what is none of these opens nothing. */
export function parseQuality(text: string | null | undefined): QualityView | undefined {
  if (text === 'all') return {};
  const at = text?.indexOf('/') ?? -1;
  const measure = at < 0 ? (text ?? '') : (text ?? '').slice(0, at);
  if (!isMeasure(measure)) return undefined;
  const list = at < 0 ? '' : (text ?? '').slice(at + 1, at + 101);
  return list ? { measure, list } : { measure };
}

export function formatQuality(view: QualityView): string {
  if (!view.measure) return 'all';
  return view.list ? `${view.measure}/${view.list}` : view.measure;
}

/** Where the numbers of a view come from: the list of a measure, or the report. Located enterprises are items and have no list here. */
export function qualityPath(view: QualityView, limit?: number): string {
  const params = new URLSearchParams();
  if (view.list && view.list !== everywhere) params.set('zone', view.list);
  const listed = view.list !== undefined && view.measure !== undefined && view.measure !== 'located';
  if (listed && limit) params.set('limit', String(limit));
  const query = params.toString();
  return `/api/quality${listed ? `/${view.measure}` : ''}${query && `?${query}`}`;
}

/** How much of a bar is filled, in percent; nothing where nothing can be told, which is not 0. */
export function filled(share: Share): number | undefined {
  return share.denominator > 0 ? (100 * share.numerator) / share.denominator : undefined;
}

/** The figures a view's list was opened from: those of a zone, or the total. */
export function figuresFor(report: QualityReport, list: string): Readonly<Record<Measure, Share>> | undefined {
  return list === everywhere ? report.total : report.zones.find((z) => z.zone === list)?.figures;
}
