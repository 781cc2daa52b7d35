import { afterEach, describe, expect, it } from 'vitest';
import { collections } from './generated/schema';
import { fill, half, lang, nameOf, say, t } from './i18n';
import { type MessageKey, messages } from './messages';

afterEach(() => {
  lang.value = 'zh';
});

const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort();
// These two are said in the other language on purpose: they name it.
const crossed = new Set(['language', 'languageHint']);

describe('the table of sentences', () => {
  const keys = Object.keys(messages) as MessageKey[];

  it('has every sentence in both languages, with the same gaps', () => {
    for (const key of keys) {
      const [zh, en] = messages[key];
      expect(zh.trim(), key).not.toBe('');
      expect(en.trim(), key).not.toBe('');
      expect(holes(zh), key).toEqual(holes(en));
    }
  });

  it('is Chinese on the Chinese side and not on the English side', () => {
    for (const key of keys.filter((k) => !crossed.has(k) && k !== 'page' && k !== 'pair')) {
      const [zh, en] = messages[key];
      expect(zh, key).toMatch(/\p{Script=Han}/u);
      expect(en, key).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('writes Chinese with Chinese punctuation', () => {
    for (const key of keys.filter((k) => !crossed.has(k)))
      expect(messages[key][0], key).not.toMatch(/\p{Script=Han}[,;:?()]/u);
  });

  it('has a label of every collection and field in both languages', () => {
    for (const c of collections) {
      for (const { label } of [c, ...c.fields, ...c.fields.flatMap((f) => f.codes ?? [])]) {
        expect(label.zh, c.id).toMatch(/\S/);
        expect(label.en, c.id).toMatch(/\S/);
      }
    }
  });
});

describe('saying it', () => {
  it('follows the language and fills the gaps', () => {
    expect(t('count', { n: 7 })).toBe('共 7 条');
    lang.value = 'en';
    expect(t('count', { n: 7 })).toBe('7 in all');
    expect(fill('{a} {b}', { a: 1 })).toBe('1 {b}');
    expect(say({ zh: '企业', en: 'enterprises' })).toBe('Enterprises');
  });

  it('names a record in the other language, or by its id, rather than not at all', () => {
    expect(nameOf({ id: 'X', name_zh: '甲', name_en: 'A' })).toBe('甲');
    expect(nameOf({ id: 'X', name_zh: null, name_en: 'A' })).toBe('A');
    expect(nameOf({ id: 'X' })).toBe('X');
  });

  it('shows its half of a text given in both languages', () => {
    const both = '报道甲，事实 NG-001 / feature A, fact NG-001\uff1b统计局 / bureau';
    expect(half(both)).toBe('报道甲，事实 NG-001\uff1b统计局');
    lang.value = 'en';
    expect(half(both)).toBe('feature A, fact NG-001; bureau');
    expect(half('one language')).toBe('one language');
  });
});
