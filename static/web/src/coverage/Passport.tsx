import { at } from '../base';
import { Icon } from '../components/Icons';
import { figure, number, period } from '../format';
import { half, lang, t } from '../i18n';
import type { Definition, Item, Passport as Papers, Stated } from './figures';
import type { RateName } from './view';
import { say } from './words';

/** Where figures come from, and the very address that makes them again. */
export function Passport(props: {
  passport: Papers;
  definition: Definition | undefined;
  /** Where an address can hold the question. */
  made?: { path: string; testid: string };
}) {
  const { passport: p, definition, made } = props;
  const zh = lang.value === 'zh';
  const rows = [
    [say('denominator'), `${number(p.numerator)} / ${number(p.denominator)} · ${say('unknown')} ${number(p.unknown)}`],
    [say('day'), p.as_of],
    [say('sources'), p.sources.join(' ')],
    [
      say('parameters'),
      Object.entries(p.parameters)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    ],
    [say('settings'), p.settings_hash],
    [say('rules'), p.rule_version],
    [say('version'), String(p.version)],
  ] as const;
  return (
    <>
      <details class="passport" data-testid="passport">
        <summary>{say('passport')}</summary>
        {definition && <p>{zh ? definition.definition_zh : definition.definition_en}</p>}
        <p>{zh ? p.definition_zh : p.definition_en}</p>
        <dl class="fields">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {made && <Made {...made} />}
    </>
  );
}

/** How a figure was made: the address of the API that answers it. */
export function Made({ path, testid }: { path: string; testid: string }) {
  return (
    <a class="row-link" data-testid={testid} href={at(path)} target="_blank" rel="noopener">
      {say('made')}
      <Icon name="forward" size={16} />
    </a>
  );
}

type Stating = Pick<Item, 'id' | 'name_zh' | 'name_en' | 'stated'>;

/** What the article states of the parts, beside what is computed. */
export function StatedFigures<T extends Stating>(props: {
  items: readonly T[];
  rate?: RateName;
  name?: (item: T) => string;
}) {
  const { items, rate, name } = props;
  const found = items.flatMap((item) =>
    item.stated.filter((s) => !rate || s.measure === rate).map((stated) => ({ item, stated })),
  );
  if (found.length === 0) return null;
  return (
    <section class="coverage-stated" data-testid="coverage-stated" aria-label={say('stated')}>
      <h3>{say('stated')}</h3>
      <p class="note">{say('statedNote')}</p>
      <ul>
        {found.map(({ item, stated }) => (
          <li key={stated.id}>
            <b>{figure(stated)}</b> {name ? `${name(item)} · ` : ''}
            {[say(stated.measure), period(stated.period), stated.id, ...doubts(stated)].join(' · ')}
            <p class="note">{stated.source ? half(stated.source) : t('unknown')}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const doubts = ({ differs, conflicts_with }: Stated): string[] => [
  ...(differs ? [say('differs')] : []),
  ...(conflicts_with.length > 0 ? [say('conflicts', { ids: conflicts_with.join(' ') })] : []),
];
