import { useState } from 'preact/hooks';
import { nextOf } from '../api';
import { Failed } from '../components/Failed';
import { Icon } from '../components/Icons';
import { StatusMark } from '../components/Mark';
import { Take } from '../components/Take';
import { codeLabel, fieldOf, number, share } from '../format';
import { lang, langTag, nameOf, t } from '../i18n';
import { useLoad } from '../load';
import { answerOf, keyOf, type Question, withMore } from '../question';
import { analysis, dayAsked, filters, hovered, sameRef, select, selection } from '../state';
import type { Gap, Gaps, Near, Proposal } from './answers';
import { mark, useOverlay } from './overlay';
import { PutIn } from './PutIn';
import { Choice, Definition, length, useReady } from './parts';
import { type AnalysisView, type Area, analysisQuestion, asking, askOf, pageAfter } from './view';
import { say } from './words';

const pageSize = 50;
const statuses = ['eligible', 'uncovered', 'unknown'] as const;
/** Those that some measure may not count, though they have an organization. */
const partly = ['work_only', 'regional', 'joint', 'single'] as const;
const measures = ['organizational', 'single', 'work', 'effective'] as const;
const statusLabel = (status: string): string => codeLabel(fieldOf('enterprises', 'status'), status);

/** The enterprises of an area without an organization, ranked, each with its reason and what lies near. */
export function GapList({ view, area }: { view: AnalysisView; area: Area }) {
  const question = analysisQuestion('/api/gaps', area, askOf(view), dayAsked(), filters.value.zone);
  const { measure } = askOf(view);
  const met = measure ? [...statuses.slice(0, 2), ...partly, ...statuses.slice(2)] : statuses;
  const [pages, setPages] = useState<readonly Question[]>([]);
  const [shown, setShown] = useState(keyOf(question));
  if (shown !== keyOf(question)) {
    setShown(keyOf(question));
    setPages([]);
  }
  const from = pages.length * pageSize;
  const asked = pages.at(-1) ?? pageAfter(question, pageSize);
  const loaded = useLoad<Gaps>(`${keyOf(asked)} ${lang.value}`, (signal) => answerOf(asked, signal));
  const page = loaded.value;
  useReady(loaded.state !== 'loading');
  useOverlay(`${keyOf(asked)} ${page?.passport.version}`, () =>
    (page?.gaps ?? []).flatMap((gap) => (gap.point ? [mark('gap', gap.point)] : [])),
  );
  const next = page && nextPage(question, page, from);
  return (
    <>
      <div class="analysis-form">
        <Choice
          label={say('notCountedBy')}
          value={measure ?? ''}
          options={[['', say('noOrganizationAtAll')], ...measures.map((m) => [m, say(m)] as const)]}
          testid="gaps-measure"
          set={(value) => {
            analysis.value = asking(asking(view, 'status', ''), 'measure', value);
          }}
        />
        <Choice
          label={say('status')}
          value={view.ask.status ?? ''}
          options={[['', say('all')], ...met.map((s) => [s, statusLabel(s)] as const)]}
          testid="gaps-status"
          set={(value) => {
            analysis.value = asking(view, 'status', value);
          }}
        />
      </div>
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {!page && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {page && (
        <>
          <Counts page={page} statuses={met} />
          <p>
            <Take {...withMore(question, { f: 'xlsx', lang: langTag() })} label={say('takeXLSX')} testid="gaps-xlsx" />
            <Take {...withMore(question, { f: 'csv' })} label={say('takeCSV')} testid="gaps-csv" />
          </p>
          {page.gaps.length === 0 ? (
            <p class="note">{say('gapsNone')}</p>
          ) : (
            <ol class="gap-list" start={from + 1} data-testid="gap-list" aria-busy={loaded.state === 'loading'}>
              {page.gaps.map((gap, i) => (
                <Row key={gap.id} gap={gap} rank={from + i + 1} />
              ))}
            </ol>
          )}
          {(next || pages.length > 0) && (
            <nav class="pager" aria-label={say('gaps')}>
              <button
                type="button"
                data-testid="gaps-prev"
                disabled={pages.length === 0}
                onClick={() => setPages(pages.slice(0, -1))}
              >
                <Icon name="back" size={16} />
                {t('prev')}
              </button>
              <span>{t('page', { from: number(from + 1), to: number(from + page.gaps.length) })}</span>
              <button
                type="button"
                data-testid="gaps-next"
                disabled={!next}
                onClick={() => next && setPages([...pages, next])}
              >
                {t('next')}
                <Icon name="forward" size={16} />
              </button>
            </nav>
          )}
          <Definition passport={page.passport} {...question} />
        </>
      )}
    </>
  );
}

/** The question for the next page, if there is one: the link that the answer has, which it cannot have where an area was sent. */
function nextPage(question: Question, page: Gaps, from: number): Question | undefined {
  if (question.body === undefined) {
    const path = nextOf(page);
    return path ? { path } : undefined;
  }
  const last = page.gaps.at(-1);
  return last && from + page.gaps.length < page.numberMatched ? pageAfter(question, pageSize, last.id) : undefined;
}

function Counts({ page, statuses: met }: { page: Gaps; statuses: readonly string[] }) {
  return (
    <div data-testid="gap-counts">
      <p role="status">
        {say('gapCount', {
          n: number(page.numberMatched),
          total: number(page.enterprises),
          share: share(page.numberMatched, page.enterprises),
        })}
      </p>
      <ul class="gap-counts">
        {met.map((status) => (
          <li key={status} data-status={status}>
            <StatusMark status={status} size={14} />
            {statusLabel(status)} <b>{number(page.by_status[status] ?? 0)}</b>
          </li>
        ))}
      </ul>
      {page.not_operating > 0 && <p class="note">{say('notOperating', { n: number(page.not_operating) })}</p>}
      {(page.unlocated ?? 0) > 0 && <p class="note">{say('unlocated', { n: number(page.unlocated ?? 0) })}</p>}
      {page.unseen > 0 && <p class="note">{say('unseen', { n: number(page.unseen) })}</p>}
    </div>
  );
}

function Row({ gap, rank }: { gap: Gap; rank: number }) {
  const ref = { collection: 'enterprises', id: gap.id } as const;
  const hover = (on: boolean): void => {
    const geometry = gap.point && { type: 'Point' as const, coordinates: [...gap.point] };
    hovered.value = on && geometry ? { ref, geometry } : undefined;
  };
  return (
    <li>
      <button
        type="button"
        class={`row gap ${sameRef(hovered.value?.ref, ref) ? 'under' : ''}`}
        data-id={gap.id}
        aria-current={sameRef(selection.value, ref)}
        onClick={() => select(ref)}
        onMouseEnter={() => hover(true)}
        onMouseLeave={() => hover(false)}
        onFocus={() => hover(true)}
        onBlur={() => hover(false)}
      >
        <StatusMark status={gap.status} />
        <span class="row-name">{nameOf(gap)}</span>
        <span class="gap-rank">{number(rank)}</span>
        <span class="row-what">{gap.reason}</span>
        <span class="row-what">{[membersOf(gap), instructorsOf(gap)].join(langTag() === 'en' ? ', ' : '，')}</span>
        {gap.measure_known === false && <span class="row-what">{say('measureUnknown')}</span>}
        {!gap.in_denominator && <span class="row-what">{say('unstated')}</span>}
        {gap.point ? (
          <>
            <span class="row-what">{near(gap.nearest_organization, 'nearOrganization', 'noOrganization')}</span>
            <span class="row-what">{near(gap.nearest_center, 'nearCenter', 'noCenter')}</span>
          </>
        ) : (
          <span class="row-what">{say('nearNone')}</span>
        )}
      </button>
      {statuses.some((status) => status === gap.status) && (
        <PutIn
          zone={gap.zone ?? ''}
          proposals={[supposed(gap)]}
          label={say(gap.status === 'eligible' ? 'putBranch' : 'putInstructor')}
        />
      )}
    </li>
  );
}

/** What would close a gap: a branch where one is due, else an instructor. */
const supposed = ({ id, status }: Gap): Proposal =>
  status === 'eligible'
    ? { kind: 'branch', form: 'single', covers: [id] }
    : { kind: 'instructor', enterprise: id, count: 1 };

const membersOf = ({ full_members: n }: Gap): string => (n === null ? say('membersUnknown') : say('members', { n }));

function instructorsOf({ instructors: n }: Gap): string {
  if (n === null) return say('instructorsUnknown');
  return n === 0 ? say('instructorsNone') : say('instructors', { n });
}

function near(
  what: Near | null,
  found: 'nearOrganization' | 'nearCenter',
  none: 'noOrganization' | 'noCenter',
): string {
  if (!what) return say(none);
  const ways = [
    ...(what.metres === null ? [] : [say('straight', { n: length(what.metres) })]),
    ...(what.on_road === null ? [] : [say('onRoad', { n: length(what.on_road) })]),
  ];
  return say(found, { name: what.name || what.id, far: ways.join(langTag() === 'en' ? ', ' : '，') });
}
