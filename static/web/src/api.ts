import { at } from './base';
import { type Filters, filtersFor, queryOf } from './filters';
import type { CollectionId } from './generated/schema';
import { langTag, t } from './i18n';
import type { QualityPage, QualityReport } from './quality';
import type { Counts, Fact, Feature, Hits, Link, MemberTotals, Page, Session, Settings, TileJSON } from './records';

/** A field the server does not take, and why, as a sentence. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** What the server or the network said instead of an answer, as one sentence in the page's language. */
export class ApiError extends Error {
  readonly status: number;
  readonly fields: readonly FieldError[];
  /** Seconds after which it may be tried again, 0 if the server named none. */
  readonly wait: number;
  constructor(status: number, message: string, fields: readonly FieldError[] = [], wait = 0) {
    super(message);
    this.status = status;
    this.fields = fields;
    this.wait = wait;
  }
}

export const aborted = (err: unknown): boolean => err instanceof DOMException && err.name === 'AbortError';

/** The one place from which the page asks its server. */
async function ask(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(at(path), { ...init, headers: { 'Accept-Language': langTag(), ...init.headers } });
  } catch (err) {
    if (aborted(err)) throw err;
    throw new ApiError(0, t('errorNetwork'));
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await ask(path, { signal: signal ?? null })).json()) as T;
}

/** Asks for a change. The answer is left to the caller, whom its headers concern. */
export const send = (
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: BodyInit,
  headers: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<Response> => ask(path, { method, body: body ?? null, headers, signal: signal ?? null });

interface Problem {
  readonly detail?: string;
  readonly title?: string;
  readonly errors?: readonly FieldError[];
}

async function refusal(response: Response): Promise<ApiError> {
  const wait = Number(response.headers.get('Retry-After')) || 0;
  if (response.status === 503) return new ApiError(503, t('errorBusy'), [], wait);
  let problem: Problem = {};
  try {
    problem = (await response.json()) as Problem;
  } catch {
    // No problem document: the status has to do.
  }
  const said = problem.detail ?? problem.title;
  const sentence = response.status === 404 ? t('errorGone') : t('errorUnknown', { status: response.status });
  return new ApiError(response.status, said ? String(said) : sentence, problem.errors ?? [], wait);
}

export const itemsPath = (collection: CollectionId): string => `/api/collections/${collection}/items`;

export const getSettings = (): Promise<Settings> => get('/api/settings');
export const getSession = (): Promise<Session> => get('/api/session');
export const getTileJSON = (): Promise<TileJSON> => get('/tiles/belts.json');
export const countsPath = (filters: Filters): string => `/api/counts${queryOf(filters)}`;
export const getCounts = (filters: Filters, signal?: AbortSignal): Promise<Counts> => get(countsPath(filters), signal);
export const getFacts = async (): Promise<readonly Fact[]> =>
  (await get<{ facts: readonly Fact[] }>('/api/facts')).facts;

export const getMembers = (signal?: AbortSignal): Promise<MemberTotals> => get('/api/members', signal);

export const getItem = (collection: CollectionId, id: string, signal?: AbortSignal): Promise<Feature> =>
  get(`${itemsPath(collection)}/${encodeURIComponent(id)}`, signal);

/** A record with the tag of its version, which a change of it must name. */
export async function getVersion(collection: CollectionId, id: string): Promise<{ feature: Feature; etag: string }> {
  const answer = await ask(`${itemsPath(collection)}/${encodeURIComponent(id)}`, { cache: 'no-cache' });
  return { feature: (await answer.json()) as Feature, etag: answer.headers.get('ETag') ?? '' };
}

/** One page of a collection under the page's filters; only those that speak of the collection are asked. */
export function getItems(
  collection: CollectionId,
  filters: Filters,
  limit: number,
  signal?: AbortSignal,
): Promise<Page> {
  return getPage(
    `${itemsPath(collection)}${queryOf(filtersFor(collection, filters)) || '?'}&limit=${limit}`.replace('?&', '?'),
    signal,
  );
}

/** The formats that hold a whole list. GeoJSON is not among them: the server gives it by pages. */
export const fileFormats = ['csv', 'xlsx', 'gpkg', 'kml'] as const;

/** Where the file is that holds everything getItems gives page by page. A workbook's headers are in the page's language. */
export function fileOf(collection: CollectionId, filters: Filters, format: (typeof fileFormats)[number]): string {
  const query = queryOf(filtersFor(collection, filters)) || '?';
  return at(`${itemsPath(collection)}${query}&f=${format}&lang=${langTag()}`.replace('?&', '?'));
}

/** Items by any of their properties, for links between records. */
export function getLinked(
  collection: CollectionId,
  name: string,
  value: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Page> {
  return getPage(`${itemsPath(collection)}?${new URLSearchParams({ [name]: value, limit: String(limit) })}`, signal);
}

export function getInBox(
  collection: CollectionId,
  filters: Filters,
  box: readonly number[],
  limit: number,
  signal?: AbortSignal,
): Promise<Page> {
  const query = queryOf(filtersFor(collection, filters)).slice(1);
  return getPage(
    `${itemsPath(collection)}?${query && `${query}&`}bbox=${box.map((n) => n.toFixed(7)).join(',')}&limit=${limit}`,
    signal,
  );
}

export const getPage = (path: string, signal?: AbortSignal): Promise<Page> => get(path, signal);

/** Any document of the API. */
export const getJSON = <T>(path: string, signal?: AbortSignal): Promise<T> => get<T>(path, signal);

export const getQuality = (path: string, signal?: AbortSignal): Promise<QualityReport> => get(path, signal);
export const getQualityPage = (path: string, signal?: AbortSignal): Promise<QualityPage> => get(path, signal);

/** The path of a page's "next" link. Only what is below the base path counts: the server may be known by another name outside. */
export function nextOf(page: { readonly links: readonly Link[] }): string | undefined {
  const href = page.links.find((link) => link.rel === 'next')?.href;
  if (!href) return undefined;
  const url = new URL(href, location.origin);
  return url.pathname.slice(url.pathname.lastIndexOf('/api/')) + url.search;
}

export const search = (q: string, signal: AbortSignal, limit = 12): Promise<Hits> =>
  get(`/api/search?${new URLSearchParams({ q, limit: String(limit) })}`, signal);
