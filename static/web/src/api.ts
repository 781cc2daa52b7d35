import { at } from './base';
import { type Filters, filtersFor, queryOf } from './filters';
import type { CollectionId } from './generated/schema';
import { langTag, t } from './i18n';
import type { QualityPage, QualityReport } from './quality';
import type { Counts, Fact, Feature, Hits, Link, Page, Settings, TileJSON } from './records';

/** What the server or the network said instead of an answer, as one sentence in the page's language. */
export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const aborted = (err: unknown): boolean => err instanceof DOMException && err.name === 'AbortError';

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(at(path), { signal: signal ?? null, headers: { 'Accept-Language': langTag() } });
  } catch (err) {
    if (aborted(err)) throw err;
    throw new ApiError(0, t('errorNetwork'));
  }
  if (!response.ok) throw new ApiError(response.status, await sentence(response));
  return (await response.json()) as T;
}

async function sentence(response: Response): Promise<string> {
  if (response.status === 503) return t('errorBusy');
  try {
    const problem = (await response.json()) as { detail?: string; title?: string };
    if (problem.detail ?? problem.title) return String(problem.detail ?? problem.title);
  } catch {
    // No problem document: the status has to do.
  }
  return response.status === 404 ? t('errorGone') : t('errorUnknown', { status: response.status });
}

const itemsPath = (collection: CollectionId): string => `/api/collections/${collection}/items`;

export const getSettings = (): Promise<Settings> => get('/api/settings');
export const getTileJSON = (): Promise<TileJSON> => get('/tiles/belts.json');
export const getCounts = (filters: Filters, signal?: AbortSignal): Promise<Counts> =>
  get(`/api/counts${queryOf(filters)}`, signal);
export const getFacts = async (): Promise<readonly Fact[]> =>
  (await get<{ facts: readonly Fact[] }>('/api/facts')).facts;

export const getItem = (collection: CollectionId, id: string, signal?: AbortSignal): Promise<Feature> =>
  get(`${itemsPath(collection)}/${encodeURIComponent(id)}`, signal);

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

export const getQuality = (path: string, signal?: AbortSignal): Promise<QualityReport> => get(path, signal);
export const getQualityPage = (path: string, signal?: AbortSignal): Promise<QualityPage> => get(path, signal);

/** The path of a page's "next" link. Only what is below the base path counts: the server may be known by another name outside. */
export function nextOf(page: { readonly links: readonly Link[] }): string | undefined {
  const href = page.links.find((link) => link.rel === 'next')?.href;
  if (!href) return undefined;
  const url = new URL(href, location.origin);
  return url.pathname.slice(url.pathname.lastIndexOf('/api/')) + url.search;
}

export const search = (q: string, signal: AbortSignal): Promise<Hits> =>
  get(`/api/search?${new URLSearchParams({ q, limit: '12' })}`, signal);
