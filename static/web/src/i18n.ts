import { signal } from '@preact/signals';
import type { Label } from './generated/schema';
import { type MessageKey, messages } from './messages';

export type Lang = 'zh' | 'en';

/** The language of the page. Chinese is the default. */
export const lang = signal<Lang>('zh');

/** The BCP 47 tag of the page's language. */
export const langTag = (): string => (lang.value === 'zh' ? 'zh-CN' : 'en');

/** A sentence of the page in its language, with {name} filled in. */
export function t(key: MessageKey, values: Record<string, string | number> = {}): string {
  const [zh, en] = messages[key];
  return fill(lang.value === 'zh' ? zh : en, values);
}

/** The same for a table of its own, so that what few readers need is not in everybody's first load. */
export const speaker =
  <K extends string>(table: Readonly<Record<K, readonly [zh: string, en: string]>>) =>
  (key: K, values: Record<string, string | number> = {}): string =>
    fill(table[key][lang.value === 'zh' ? 0 : 1], values);

export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => (name in values ? String(values[name]) : hole));
}

/** A label of the schema or palette in the page's language. English labels begin with a capital when they stand alone. */
export function say(label: Label): string {
  if (lang.value === 'zh') return label.zh;
  return label.en.charAt(0).toUpperCase() + label.en.slice(1);
}

interface Named {
  readonly id: string;
  readonly name_zh?: string | null | undefined;
  readonly name_en?: string | null | undefined;
}

/** A record's name in the page's language, else in the other, else its id. */
export function nameOf(record: Named): string {
  const [first, second] = lang.value === 'zh' ? [record.name_zh, record.name_en] : [record.name_en, record.name_zh];
  return first || second || record.id;
}

/** The page's half of a text given as "中文 / English", part by part. A text in one language is itself. */
export function half(text: string): string {
  const parts = text.split('；').map((part) => {
    const at = part.indexOf(' / ');
    if (at < 0) return part;
    return lang.value === 'zh' ? part.slice(0, at) : part.slice(at + 3);
  });
  return parts.join(lang.value === 'zh' ? '；' : '; ');
}
