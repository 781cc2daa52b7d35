import { type Collection, type CollectionId, collections, type Field } from './generated/schema';
import { half, langTag, say, t } from './i18n';
import { unitOf } from './units';

const byId = new Map<string, Collection>(collections.map((c) => [c.id, c]));

export function schemaOf(id: CollectionId): Collection {
  const found = byId.get(id);
  if (!found) throw new Error(`no collection ${id}`);
  return found;
}

export const isCollection = (id: string): id is CollectionId => byId.has(id);

export const fieldOf = (id: CollectionId, name: string): Field | undefined =>
  schemaOf(id).fields.find((field) => field.name === name);

// Making a format takes longer than a hundred numbers do.
const formats = new Map<string, Intl.NumberFormat>();

export function number(n: number, digits = 2): string {
  const key = `${langTag()} ${digits}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(langTag(), { maximumFractionDigits: digits });
  formats.set(key, format);
  return format.format(n);
}

/** A share with its sense of "some, but less than shown" kept: 3 of 100,000 is not 0 %. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 0.1) return '<0.1%';
  if (part < whole && percent > 99.9) return '>99.9%';
  return `${number(percent, 1)}%`;
}

/** The label of one of a field's values: of a code, of stars, of yes and no. */
export function codeLabel(field: Field | undefined, value: string): string {
  if (field?.type === 'stars') return stars(value);
  const code = field?.codes?.find((c) => c.value === value);
  return code ? say(code.label) : value;
}

export function stars(value: unknown): string {
  if (value === null || value === undefined || value === '') return t('unknown');
  if (value === 'unrated') return t('unrated');
  return Number(value) === 1 ? t('starOne') : t('stars', { n: String(value) });
}

/** Any value of a record as text. What is not known is said to be unknown and never 0. */
export function valueText(field: Field, value: unknown): string {
  if (value === null || value === undefined || value === '') return t('unknown');
  if (Array.isArray(value)) {
    return value.length === 0
      ? t('unknown')
      : value.map((item) => codeLabel(field, String(item))).join(langTag() === 'en' ? ', ' : '、');
  }
  switch (field.type) {
    case 'boolean':
      return value ? t('yes') : t('no');
    case 'integer':
      return field.name === 'year' ? String(value) : number(Number(value));
    case 'number':
      return number(Number(value));
    case 'stars':
      return stars(value);
    case 'code':
      return field.codes ? codeLabel(field, String(value)) : half(String(value));
    default:
      return half(String(value));
  }
}

interface Figure {
  readonly value: number | null;
  readonly qualifier?: string | null;
  readonly unit?: string | null;
}

/** A fact's figure with its qualifier and unit; a fact without a number is a statement. */
export function figure(fact: Figure): string {
  if (fact.value === null || fact.value === undefined) return t('statement');
  const unit = unitOf(fact.unit, fact.value);
  const plain = number(fact.value);
  const gap = unit === '' || unit === '%' ? '' : ' ';
  // 余 stands between the number and its unit in Chinese, "more than" before both in English.
  if (fact.qualifier === 'more_than')
    return `${t('moreThan', { value: plain })}${langTag() === 'en' ? gap : ''}${unit}`;
  if (fact.qualifier === 'nearly') return `${t('nearly', { value: plain })}${gap}${unit}`;
  return `${plain}${gap}${unit}`;
}

/** A period as it stands in the data, an interval written with a dash. */
export const period = (text: string | null | undefined): string => (text ? half(text).replace('/', '–') : t('unknown'));
