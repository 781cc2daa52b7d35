import { fieldOf } from './format';
import { type CollectionId, collections } from './generated/schema';

/** What the page can filter by, in the order of the query string. Each is a query parameter of items, tiles and counts alike. */
export const filterNames = [
  'zone',
  'belts',
  'grid',
  'status',
  'stars',
  'form',
  'industry',
  'kind',
  'level',
  'class',
  'project_stage',
  'position_class',
  'datetime',
] as const;

export type FilterName = (typeof filterNames)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

export const isFilterName = (name: string): name is FilterName => (filterNames as readonly string[]).includes(name);

/**
 * Whether a filter says anything about a collection: the collection has the property and, where the property is coded, knows the
 * value. The server decides alike for tiles and counts, so that list and map show the same set.
 */
export function applies(collection: CollectionId, name: FilterName, value: string): boolean {
  if (name === 'datetime') return true;
  if (collection === 'ground') return false; // it is there for all of them
  const field = fieldOf(collection, name);
  if (!field || field.internal) return false;
  return !field.codes || field.codes.some((code) => code.value === value);
}

/** The query string of tiles and counts: every filter. Empty, or beginning with "?". */
export function queryOf(filters: Filters): string {
  const params = new URLSearchParams();
  for (const name of filterNames) {
    const value = filters[name];
    if (value) params.set(name, value);
  }
  const text = params.toString();
  return text && `?${text}`;
}

/** The filters that say something about one collection: what its items are asked for. */
export function filtersFor(collection: CollectionId, filters: Filters): Filters {
  const kept: Partial<Record<FilterName, string>> = {};
  for (const name of filterNames) {
    const value = filters[name];
    if (value && applies(collection, name, value)) kept[name] = value;
  }
  return kept;
}

/** The filters with one changed, or removed when it has that value already. */
export function toggled(filters: Filters, name: FilterName, value: string): Filters {
  const next: Partial<Record<FilterName, string>> = { ...filters };
  if (!value || next[name] === value) delete next[name];
  else next[name] = value;
  return next;
}

/** The first collection a filter speaks of, for the label of its value. */
export const ownerOf = (name: FilterName, value: string): CollectionId | undefined =>
  collections.find((c) => c.id !== 'facts' && applies(c.id, name, value))?.id;
