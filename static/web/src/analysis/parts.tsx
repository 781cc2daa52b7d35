import { useEffect } from 'preact/hooks';
import { at } from '../base';
import { Icon } from '../components/Icons';
import { MadeBy, Take } from '../components/Take';
import { number, share } from '../format';
import { lang, langTag } from '../i18n';
import { type Question, withMore } from '../question';
import type { Passport } from './answers';
import { tell } from './comparewords';
import { say } from './words';

/** A length as people say it: metres below a kilometer. */
export const length = (metres: number): string =>
  metres < 1000 ? say('m', { n: number(metres, 0) }) : say('km', { n: number(metres / 1000, 1) });

/** A rate in per cent; nothing is made up where it cannot be told. */
export const percent = (rate: number | null | undefined): string =>
  rate === null || rate === undefined ? say('noData') : share(rate, 1);

/** Tells whoever waits for the page that its lists are filled. */
export function useReady(done: boolean): void {
  useEffect(() => {
    if (done) document.documentElement.dataset.ready = 'true';
  }, [done]);
}

/** What a figure was made by: its URL, or the command where no URL can hold the question. */
export function Source({ path, body, testid = 'analysis-source' }: Question & { testid?: string }) {
  if (body !== undefined) return <MadeBy asked={{ path, body }} title={say('sourceSent')} testid={testid} />;
  return (
    <a class="row-link" data-testid={testid} href={at(path)} target="_blank" rel="noopener">
      {say('source')}
      <Icon name="forward" size={16} />
    </a>
  );
}

/** What the figures count, by which rules, on which day. */
export function Definition(props: Question & { passport: Passport; testid?: string; title?: string }) {
  const { passport, testid, title, ...asked } = props;
  return (
    <footer class="analysis-foot">
      <details>
        <summary>{title ?? say('passport')}</summary>
        <p>{passport.definition}</p>
        <p class="note">{say('asOf', { day: passport.as_of })}</p>
        <p class="note">
          {say('rules', {
            rule: passport.rule_version,
            hash: passport.settings_hash.slice(0, 8),
            version: passport.version,
          })}
        </p>
      </details>
      <Source {...asked} {...(testid ? { testid } : {})} />
    </footer>
  );
}

/** An answer as tables to take away, and as features where it can be drawn. A workbook's headers are in the page's language. */
export function Files({ name, drawn = false, ...asked }: Question & { name: string; drawn?: boolean }) {
  const file = (f: string) => withMore(asked, { f, ...(f === 'xlsx' ? { lang: langTag() } : {}) });
  return (
    <p>
      <Take {...file('xlsx')} label={tell('takeXLSX')} testid={`${name}-xlsx`} />
      <Take {...file('csv')} label={tell('takeCSV')} testid={`${name}-csv`} />
      {drawn && <Take {...file('geojson')} label={say('takeGeoJSON')} testid={`${name}-geojson`} />}
    </p>
  );
}

/** The page's half of a label that the API gives in both languages; English ones begin with a capital. */
export const labelOf = ({ label_zh, label_en }: { readonly label_zh: string; readonly label_en: string }): string =>
  lang.value === 'zh' ? label_zh : label_en.charAt(0).toUpperCase() + label_en.slice(1);

/** One parameter of an analysis, with its choices. */
export function Choice({
  label,
  value,
  options,
  testid,
  set,
}: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  testid: string;
  set: (value: string) => void;
}) {
  const known = options.some(([option]) => option === value);
  return (
    <label class="analysis-choice">
      <span>{label}</span>
      <select data-testid={testid} value={value} onChange={(event) => set(event.currentTarget.value)}>
        {!known && <option value={value}>{value}</option>}
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
