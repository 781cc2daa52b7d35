import { getJSON } from '../api';
import { Failed } from '../components/Failed';
import { number } from '../format';
import { lang, nameOf, t } from '../i18n';
import { useLoad } from '../load';
import { analysis, select } from '../state';
import type { JointBranch, JointBranches, Proposal } from './answers';
import { lookAt, mark, middleOf, type Overlay, star, useOverlay } from './overlay';
import { PutIn } from './PutIn';
import { Choice, Definition, length, Source, useReady } from './parts';
import { type AnalysisView, analysisPath, asking, askOf, type Part } from './view';
import { say } from './words';

const flags = ['any_industry', 'unknown', 'across'] as const;
const flagWords = { any_industry: 'anyIndustry', unknown: 'letUnknown', across: 'across' } as const;
const usualMetres = '1000';

/** Joint branches that could be formed in a zone, each with the terms of its score and its limits. */
export function BranchList({ view, area }: { view: AnalysisView; area: Part }) {
  const path = analysisPath('/api/siting/joint-branches', area, askOf(view));
  const loaded = useLoad<JointBranches>(`${path} ${lang.value}`, (signal) => getJSON(path, signal));
  const found = loaded.value;
  useReady(loaded.state !== 'loading');
  useOverlay(`${path} ${found?.passport.version}`, () => (found?.branches ?? []).flatMap(drawn));
  const set = (name: string, usual: string) => (value: string) => {
    analysis.value = asking(view, name, value === usual ? '' : value);
  };
  return (
    <>
      <div class="analysis-form">
        <Choice
          label={say('distance')}
          value={view.ask.metres ?? usualMetres}
          options={['300', '500', '1000', '2000', '5000'].map((m) => [m, length(Number(m))])}
          testid="branches-metres"
          set={set('metres', usualMetres)}
        />
      </div>
      <fieldset class="analysis-flags">
        <legend class="hidden">{say('limits')}</legend>
        {flags.map((flag) => (
          <label key={flag}>
            <input
              type="checkbox"
              data-testid={`branches-${flag}`}
              checked={view.ask[flag] === 'true'}
              onChange={(event) => set(flag, 'false')(String(event.currentTarget.checked))}
            />
            {say(flagWords[flag])}
          </label>
        ))}
      </fieldset>
      {loaded.state === 'failed' && (
        <>
          <Failed message={loaded.message} again={loaded.again} />
          <Source path={path} />
        </>
      )}
      {!found && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {found && (
        <>
          <p role="status">
            {say('jointFound', {
              candidates: number(found.candidates),
              covered: number(found.covered),
              bound: number(found.bound),
              how: say(found.optimal ? 'optimal' : 'notProven'),
            })}
          </p>
          {found.unseen > 0 && <p class="note">{say('unseen', { n: number(found.unseen) })}</p>}
          <p class="analysis-means">
            {say('jointLeft', {
              unlocated: number(found.unlocated),
              unknown: number(found.members_unknown),
              without: number(found.without_members),
            })}
          </p>
          {found.branches.length === 0 && <p class="note">{say('jointNone')}</p>}
          <PutIn zone={area.id} proposals={found.branches.map(proposalOf)} label={say('putInAll')} />
          <ol class="suggestions" data-testid="branches">
            {found.branches.map((branch) => (
              <Suggestion key={branch.place} branch={branch} zone={area.id} />
            ))}
          </ol>
          <Definition passport={found.passport} path={path} />
        </>
      )}
    </>
  );
}

function Suggestion({ branch, zone }: { branch: JointBranch; zone: string }) {
  return (
    <li class="suggestion">
      <button type="button" class="row-link" onClick={() => lookAt(drawn(branch))}>
        {say('jointOne', { n: branch.place })}
      </button>
      <p>
        {say('jointSum', {
          members: number(branch.full_members),
          far: length(branch.metres),
          score: number(branch.score),
        })}
      </p>
      <ul class="named">
        {branch.enterprises.map((e) => (
          <li key={e.id}>
            <button type="button" class="row-link" onClick={() => select({ collection: 'enterprises', id: e.id })}>
              {nameOf(e)}
            </button>
            <span class="note">
              {e.full_members === null ? say('membersUnknown') : say('members', { n: e.full_members })}
            </span>
          </li>
        ))}
      </ul>
      <ul class="terms">
        {branch.terms.map((term) => (
          <li key={term.id}>
            {lang.value === 'zh' ? term.label_zh : term.label_en} <b>{number(term.value)}</b>
          </li>
        ))}
      </ul>
      <ul class="limits">
        {branch.limits.map((limit) => (
          <li key={limit.id} data-met={String(limit.met)}>
            <span aria-hidden="true">{limit.met === null ? '?' : limit.met ? '✓' : '✗'}</span>{' '}
            {lang.value === 'zh' ? limit.text_zh : limit.text_en}
          </li>
        ))}
      </ul>
      <PutIn zone={zone} proposals={[proposalOf(branch)]} label={say('putIn')} />
    </li>
  );
}

const proposalOf = (branch: JointBranch): Proposal => ({
  kind: 'branch',
  form: 'joint',
  name: say('jointOne', { n: branch.place }),
  covers: branch.enterprises.map((e) => e.id),
});

function drawn(branch: JointBranch): Overlay {
  const points = branch.enterprises.map((e) => e.point);
  const middle = middleOf(points);
  return middle ? [star('proposed', middle, points), mark('proposed', middle, String(branch.place))] : [];
}
