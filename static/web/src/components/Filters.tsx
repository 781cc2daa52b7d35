import { useRef } from 'preact/hooks';
import { getItems } from '../api';
import { applies, type FilterName, filterNames, ownerOf } from '../filters';
import { codeLabel, fieldOf, schemaOf } from '../format';
import { type CollectionId, collections } from '../generated/schema';
import { lang, nameOf, say, t } from '../i18n';
import { useLoad } from '../load';
import type { Feature } from '../records';
import { counts, filters, setFilter, shownStatuses } from '../state';
import { Icon } from './Icons';
import { StatusMark } from './Mark';

/** One value of a filter that is on or off. */
function Chip({
  name,
  value,
  children,
  count,
}: {
  name: FilterName;
  value: string;
  children: preact.ComponentChildren;
  count?: number | undefined;
}) {
  const on = filters.value[name] === value;
  return (
    <button
      type="button"
      class="chip"
      data-filter={`${name}=${value}`}
      aria-pressed={on}
      onClick={() => setFilter(name, value)}
    >
      <span class="chip-face">
        {children}
        {count !== undefined && <span class="chip-count">{count.toLocaleString('en-US')}</span>}
      </span>
    </button>
  );
}

/** A select over the records of a collection, for zones and belts. */
function Choice({
  name,
  records,
  all,
  label,
}: {
  name: 'zone' | 'belts';
  records: readonly Feature[];
  all: string;
  label: string;
}) {
  const value = filters.value[name] ?? '';
  const known = value === '' || records.some((r) => r.id === value);
  return (
    <label class={`choice ${value ? 'chosen' : ''}`}>
      <span class="hidden">{label}</span>
      <select
        data-filter={name}
        value={value}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setFilter(name, next === value ? '' : next);
          // A belt belongs to a zone: another zone's belt would leave nothing.
          if (name === 'zone') setFilter('belts', '');
        }}
      >
        <option value="">{all}</option>
        {!known && <option value={value}>{value}</option>}
        {records.map((r) => (
          <option key={r.id} value={r.id}>
            {nameOf({ id: r.id, name_zh: r.properties.name_zh, name_en: r.properties.name_en })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The filters' bar over the map. */
export function Filters() {
  const zone = filters.value.zone;
  const zones = useLoad('zones', (signal) => getItems('zones', {}, 500, signal)).value?.features ?? [];
  const belts =
    useLoad(`belts ${zone}`, (signal) => getItems('belts', zone ? { zone } : {}, 500, signal)).value?.features ?? [];
  const byStatus = counts.value?.collections.enterprises?.by_status;
  const more = useRef<HTMLDivElement>(null);
  const others = filterNames.filter((n) => !['zone', 'belts', 'status'].includes(n) && filters.value[n]);
  return (
    <section class="filters" data-testid="filters" aria-label={t('filters')}>
      <Choice name="zone" records={zones} all={t('allZones')} label={say(schemaOf('zones').label)} />
      <Choice name="belts" records={belts} all={t('allBelts')} label={say(schemaOf('belts').label)} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out with its neighbors */}
      <div class="chips" role="group" aria-label={t('status')}>
        {shownStatuses.value.map((status) => (
          <Chip key={status} name="status" value={status} count={filters.value.status ? undefined : byStatus?.[status]}>
            <StatusMark status={status} size={16} />
            {codeLabel(fieldOf('enterprises', 'status'), status)}
          </Chip>
        ))}
      </div>
      <button type="button" class="chip" data-testid="filters-more" popovertarget="more-filters">
        <span class="chip-face">
          <Icon name="filter" size={16} />
          {t('moreFilters')}
          {others.length > 0 && <span class="badge">{others.length}</span>}
        </span>
      </button>
      <div id="more-filters" class="more" popover="auto" ref={more} role="dialog" aria-label={t('moreFilters')}>
        <header>
          <h2>{t('moreFilters')}</h2>
          <button type="button" class="quiet" aria-label={t('close')} onClick={() => more.current?.hidePopover()}>
            <Icon name="close" />
          </button>
        </header>
        {(['stars', 'form', 'level', 'industry', 'kind', 'position_class'] as const).map((name) => (
          <Group key={name} name={name} />
        ))}
        <label class="day">
          <span>{t('asOf')}</span>
          <input
            type="date"
            value={filters.value.datetime ?? ''}
            onChange={(event) => setFilter('datetime', event.currentTarget.value)}
          />
        </label>
      </div>
      <Active names={others} />
    </section>
  );
}

/** What a filter may be set to: its codes, and what the counts say exists. */
function valuesOf(
  name: FilterName,
  sampled?: Readonly<Record<string, number>>,
): { value: string; owners: CollectionId[]; count: number | undefined }[] {
  const found = new Map<string, { owners: Set<CollectionId>; count: number | undefined }>();
  for (const c of collections) {
    const field = c.id === 'facts' || c.id === 'ground' ? undefined : fieldOf(c.id, name);
    if (!field || field.internal) continue;
    const count = counts.value?.collections[c.id];
    if (count?.matched === 0 && filters.value[name] === undefined) continue;
    const seen = count?.facets?.[name] ?? (c.id === 'enterprises' && name === 'industry' ? sampled : undefined);
    const codes =
      field.type === 'stars' ? ['5', '4', '3', '2', '1', '0', 'unrated'] : field.codes?.map((code) => code.value);
    for (const value of codes ?? Object.keys(seen ?? {})) {
      // Values nobody has are left out once the server has said so, unless one is chosen.
      if (seen && !(value in seen) && filters.value[name] !== value) continue;
      const entry = found.get(value) ?? { owners: new Set(), count: undefined };
      entry.owners.add(c.id);
      if (seen && seen !== sampled) entry.count = (entry.count ?? 0) + (seen[value] ?? 0);
      found.set(value, entry);
    }
  }
  const chosen = filters.value[name];
  if (chosen && !found.has(chosen)) found.set(chosen, { owners: new Set(), count: undefined });
  return [...found].map(([value, { owners, count }]) => ({ value, owners: [...owners], count }));
}

/** The industries of some enterprises, for data sets too large for the server to count them all. */
async function someIndustries(signal: AbortSignal): Promise<Readonly<Record<string, number>>> {
  const page = await getItems('enterprises', {}, 500, signal);
  return Object.fromEntries(
    page.features.flatMap(({ properties: p }) => (p.industry ? [[String(p.industry), 0]] : [])),
  );
}

function Group({ name }: { name: FilterName }) {
  const counted = counts.value?.collections.enterprises;
  const uncounted = name === 'industry' && counted !== undefined && !counted.facets?.industry;
  const sampled = useLoad(`sampled ${uncounted}`, (signal) =>
    uncounted ? someIndustries(signal) : Promise.resolve({}),
  );
  const values = valuesOf(name, uncounted ? sampled.value : undefined);
  if (values.length === 0) return null;
  return (
    <fieldset>
      <legend>{filterLabel(name)}</legend>
      <div class="chips">
        {values.map(({ value, count }) => (
          <Chip key={value} name={name} value={value} count={filters.value[name] ? undefined : count}>
            {valueLabel(name, value)}
          </Chip>
        ))}
      </div>
    </fieldset>
  );
}

/** The filters set in the popover, named on the map and removable there. */
function Active({ names }: { names: readonly FilterName[] }) {
  if (Object.keys(filters.value).length === 0) return null;
  return (
    <div class="active">
      {names.map((name) => {
        const label = t('pair', { name: filterLabel(name), value: valueLabel(name, filters.value[name] ?? '') });
        return (
          <button
            type="button"
            key={name}
            class="chip on"
            aria-label={t('removeFilter', { name: label })}
            onClick={() => setFilter(name, '')}
          >
            <span class="chip-face">
              {label}
              <Icon name="close" size={14} />
            </span>
          </button>
        );
      })}
      <button
        type="button"
        class="chip"
        data-testid="filters-clear"
        onClick={() => {
          filters.value = {};
        }}
      >
        <span class="chip-face plain">{t('clearFilters')}</span>
      </button>
    </div>
  );
}

export function filterLabel(name: FilterName): string {
  if (name === 'datetime') return t('asOf');
  const owner = collections.find((c) => c.id !== 'facts' && fieldOf(c.id, name));
  const field = owner && fieldOf(owner.id, name);
  // Kinds and levels belong to several collections; the first one's wording ("grid kind") would mislead.
  if (name === 'kind') return t('kind');
  if (name === 'level') return t('level');
  return field ? say(field.label) : name;
}

export function valueLabel(name: FilterName, value: string): string {
  lang.value;
  const owner = ownerOf(name, value);
  return owner ? codeLabel(fieldOf(owner, name), value) : value;
}

/** The filters in words, for print. */
export const filterWords = (): string[] =>
  filterNames.flatMap((name) => {
    const value = filters.value[name];
    return value ? [t('pair', { name: filterLabel(name), value: valueLabel(name, value) })] : [];
  });

export const speaksOf = (collection: CollectionId): boolean =>
  filterNames.every((name) => !filters.value[name] || applies(collection, name, filters.value[name] ?? ''));
