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

/** What of the data's quality is shown: every measure in total, one by zone, or the records one counts, in a zone, in none (~) or (*) in all. */
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
/** Stands for the records that give no zone, here as in the API. */
export const nowhere = '~';

/** As the API has it when nothing else is asked for. */
export const usualStaleDays = 365;
const mostStaleDays = 36500;

/** The limits a reader chooses from, in days, and the one a link brought. */
export const staleChoices = (now: number): readonly number[] =>
  [...new Set([90, 180, usualStaleDays, 730, 1095, now])].sort((a, b) => a - b);

export function parseStaleDays(text: string | null | undefined): number {
  const days = /^\d{1,5}$/.test(text ?? '') ? Number(text) : 0;
  return days >= 1 && days <= mostStaleDays ? days : usualStaleDays;
}

const isMeasure = (text: string): text is Measure => (measures as readonly string[]).includes(text);

/** Reads "all", "stale", "stale/CZ", "stale/~" or "stale/*"; what is none of these opens nothing. */
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

/** Whether a view lists the records itself. The located of a zone, or all, are shown by class, each class a list of the page. */
export const listsItems = ({ measure, list }: QualityView): boolean =>
  measure !== undefined && list !== undefined && (measure !== 'located' || list === nowhere);

/** Where the numbers of a view come from: the list of a measure, or the report. */
export function qualityPath(view: QualityView, staleDays: number, limit?: number): string {
  const params: string[] = [];
  const listed = listsItems(view);
  if (view.list && view.list !== everywhere) params.push(`zone=${encodeURIComponent(view.list)}`);
  if (staleDays !== usualStaleDays) params.push(`stale_days=${staleDays}`);
  if (listed && limit) params.push(`limit=${limit}`);
  const query = params.join('&');
  return `/api/quality${listed ? `/${view.measure}` : ''}${query && `?${query}`}`;
}

/** How much of a bar is filled, in percent; nothing where nothing can be told, which is not 0. */
export function filled(share: Share): number | undefined {
  return share.denominator > 0 ? (100 * share.numerator) / share.denominator : undefined;
}

export const zoneOf = (report: QualityReport, list: string): QualityZone | undefined =>
  report.zones.find((z) => (z.zone ?? nowhere) === list);

/** The figures a view's list was opened from: those of a zone, or the total. */
export function figuresFor(report: QualityReport, list: string): Readonly<Record<Measure, Share>> | undefined {
  return list === everywhere ? report.total : zoneOf(report, list)?.figures;
}
