import { useEffect } from 'preact/hooks';
import { getJSON } from '../api';
import { at } from '../base';
import { FactList } from '../components/Facts';
import { Failed } from '../components/Failed';
import { classOf } from '../coverage/figures';
import { RateBar } from '../coverage/Legend';
import { codeLabel, fieldOf, isCollection, number, share, stars } from '../format';
import { lang, nameOf, t } from '../i18n';
import { revision } from '../live';
import { useLoad } from '../load';
import { dayAsked, facts, needFacts, select } from '../state';
import type { Readiness, Term } from './compared';
import { tell } from './comparewords';
import { Definition, Files, labelOf, Source, useReady } from './parts';
import { type Part, pathOfLink, zonePath } from './view';

/** What the records say for a zone as host of an on-site meeting, by the three criteria, each with its evidence. */
export function ReadinessTable({ area }: { area: Part }) {
  const path = zonePath('/api/readiness', area.id, {}, dayAsked());
  const loaded = useLoad<Readiness>(`${path} ${lang.value}`, (signal) => getJSON(path, signal));
  const found = loaded.value;
  useReady(loaded.state !== 'loading');
  if (loaded.state === 'failed')
    return (
      <>
        <Failed message={loaded.message} again={loaded.again} />
        <Source path={path} />
      </>
    );
  if (!found) return <p class="note">{t('loading')}</p>;
  const known = found.terms.filter((term) => term.known).length;
  return (
    <div data-testid="readiness">
      <p role="status">{tell('readyKnown', { n: number(known), total: number(found.terms.length) })}</p>
      <p class="analysis-means">{tell('readyNote')}</p>
      {found.criteria.map((criterion) => (
        <table key={criterion.id} class="analysis-table criterion" data-criterion={criterion.id}>
          <caption>{labelOf(criterion)}</caption>
          <thead>
            <tr>
              <th scope="col">{tell('item')}</th>
              <th scope="col">{tell('figure')}</th>
            </tr>
          </thead>
          <tbody>
            {found.terms
              .filter((term) => term.criterion === criterion.id)
              .map((term) => (
                <Row key={term.id} term={term} />
              ))}
          </tbody>
        </table>
      ))}
      <Stated ids={found.stated.map((fact) => fact.id)} />
      <Files path={path} name="readiness" />
      <Definition passport={found.passport} path={path} />
    </div>
  );
}

/** The four rates, whose denominators are those of coverage. */
const rates: ReadonlySet<string> = new Set(['organizational', 'single', 'work', 'effective']);

function Row({ term }: { term: Term }) {
  const label = labelOf(term);
  return (
    <tr data-term={term.id} data-known={String(term.known)}>
      <th scope="row">
        {label}
        <p class="note">
          <a
            class="row-link"
            href={at(pathOfLink(term.href))}
            target="_blank"
            rel="noopener"
            aria-label={tell('made', { item: label })}
            title={tell('made', { item: label })}
          >
            {tell('madeShort')}
          </a>
        </p>
      </th>
      <td>
        <Figure term={term} />
        <Evidence term={term} />
      </td>
    </tr>
  );
}

function Figure({ term }: { term: Term }) {
  const { count, of, unknown } = term;
  const parts = partsOf(term);
  return (
    <>
      {count === null ? (
        <>
          <RateBar rate={null} at={undefined} />
          <span class="not-known">{tell('notKnown')}</span>
        </>
      ) : (
        <>
          {of !== null && rates.has(term.id) && <RateBar rate={count / of} at={classOf(count / of)} />}
          <b>{of === null ? number(count) : `${number(count)} / ${number(of)}`}</b>
          {of !== null && of > 0 && ` · ${share(count, of)}`}
        </>
      )}
      {unknown > 0 && <p class="note">{tell('unknownN', { n: number(unknown) })}</p>}
      {parts.length > 0 && <p class="note">{parts.join(lang.value === 'zh' ? '、' : ', ')}</p>}
    </>
  );
}

/** The parts by their names. Where a code may be wanting, those without one are said to be so. */
function partsOf(term: Term): string[] {
  const parts = term.parts.map((part) => `${partName(term, part.id)} ${number(part.count)}`);
  const rest = (term.count ?? 0) - term.parts.reduce((sum, part) => sum + part.count, 0);
  const coded = term.id === 'honors' || term.id === 'events_hosted';
  return coded && rest > 0 ? [...parts, tell('unstatedN', { n: number(rest) })] : parts;
}

function partName(term: Term, id: string): string {
  switch (term.id) {
    case 'rated_organizations':
    case 'ratings_holding':
      return stars(id);
    case 'honors':
      return codeLabel(fieldOf('honors', 'level'), id);
    case 'events_hosted':
      return codeLabel(fieldOf('events', 'status'), id);
  }
  const record = term.records.find((r) => r.id === id);
  return record ? nameOf(record) : id;
}

/** The records that a term rests on, each leading to its card. */
function Evidence({ term }: { term: Term }) {
  if (term.records.length === 0) return null;
  return (
    <details class="evidence">
      <summary>{tell('evidence', { n: number(term.records_total) })}</summary>
      <ul class="links">
        {term.records.map(({ collection, ...record }) => (
          <li key={`${collection}/${record.id}`}>
            <button
              type="button"
              class="link"
              data-link={`${collection}/${record.id}`}
              onClick={() => isCollection(collection) && select({ collection, id: record.id })}
            >
              {nameOf(record)}
            </button>
          </li>
        ))}
      </ul>
      {term.records_total > term.records.length && (
        <p class="note">{tell('more', { n: number(term.records_total - term.records.length) })}</p>
      )}
    </details>
  );
}

/** What the article says of the zone, beside what is counted. */
function Stated({ ids }: { ids: readonly string[] }) {
  useEffect(needFacts, [revision.value]);
  const all = facts.value;
  if (ids.length === 0) return null;
  const wanted = new Set(ids);
  return (
    <details class="analysis-more facts" data-testid="readiness-stated">
      <summary>{tell('stated', { n: number(ids.length) })}</summary>
      <p class="note">{tell('statedNote')}</p>
      {all ? (
        <FactList list={all.filter((fact) => wanted.has(fact.id))} all={all} withSubject />
      ) : (
        <p class="note">{t('loading')}</p>
      )}
    </details>
  );
}
