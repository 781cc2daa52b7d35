import { getJSON } from '../api';
import { Failed } from '../components/Failed';
import { number } from '../format';
import { lang, nameOf, t } from '../i18n';
import { useLoad } from '../load';
import { analysis, dayAsked, select } from '../state';
import type { StepCell, StepMatrix } from './compared';
import { tell } from './comparewords';
import { Choice, Definition, Files, labelOf, Source, useReady } from './parts';
import { type AnalysisView, asking, askOf, type Part, zonePath } from './view';

const kinds = ['inStep', 'outOfStep', 'undecided'] as const;
const kindOf = ({ in_step }: Pick<StepCell, 'in_step'>): (typeof kinds)[number] =>
  in_step === null ? 'undecided' : in_step ? 'inStep' : 'outOfStep';
const signs = { inStep: '✓', outOfStep: '!', undecided: '?' } as const;
/** So many enterprises are listed here. */
const most = 100;

/** Enterprises by the stage of their project and of their branch: what goes in step, by named rules. */
export function StepTable({ view, area }: { view: AnalysisView; area: Part }) {
  const all = askOf(view).zones === 'all';
  const path = zonePath('/api/matrix', all ? undefined : area.id, {}, dayAsked());
  const loaded = useLoad<StepMatrix>(`${path} ${lang.value}`, (signal) => getJSON(path, signal));
  const found = loaded.value;
  useReady(loaded.state !== 'loading');
  return (
    <>
      <div class="analysis-form">
        <Choice
          label={tell('of')}
          value={all ? 'all' : ''}
          options={[
            ['', tell('thisZone')],
            ['all', tell('allZones')],
          ]}
          testid="matrix-zones"
          set={(value) => {
            analysis.value = asking(view, 'zones', value);
          }}
        />
      </div>
      {loaded.state === 'failed' && (
        <>
          <Failed message={loaded.message} again={loaded.again} />
          <Source path={path} />
        </>
      )}
      {!found && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {found && (
        <>
          <Sum found={found} />
          <Stages found={found} />
          <Key />
          <Rules found={found} />
          <OutOfStep found={found} zone={all ? undefined : area} />
          <Files path={path} name="matrix" />
          <Definition passport={found.passport} path={path} />
        </>
      )}
    </>
  );
}

function Sum({ found: { passport, unseen } }: { found: StepMatrix }) {
  const [judged, untold] = [passport.denominator ?? 0, passport.unknown ?? 0];
  return (
    <div data-testid="matrix-sum">
      <p role="status">
        {judged > 0
          ? tell('stepShare', { n: number(passport.numerator ?? 0), judged: number(judged) })
          : tell('stepNone')}
      </p>
      {untold > 0 && <p class="note">{tell('stepUntold', { n: number(untold) })}</p>}
      {(unseen ?? 0) > 0 && <p class="note">{tell('unseen', { n: number(unseen ?? 0) })}</p>}
    </div>
  );
}

/** A row a stage of the branch, a column a stage of the project. */
function Stages({ found }: { found: StepMatrix }) {
  const projects = [...found.project_stages.map((p) => ({ id: p.id as string | null, label: labelOf(p) }))];
  projects.push({ id: null, label: tell('unstated') });
  return (
    <table class="analysis-table stages" data-testid="matrix">
      <caption>{tell('stepTable')}</caption>
      <thead>
        <tr>
          <th scope="col">{tell('branch')}</th>
          {projects.map((project) => (
            <th key={project.id} scope="col">
              {soft(project.label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {found.branch_stages.map((branch) => (
          <tr key={branch.id} data-branch={branch.id}>
            <th scope="row">{labelOf(branch)}</th>
            {projects.map((project) => (
              <Cell
                key={project.id}
                cell={found.cells.find((c) => c.project_stage === project.id && c.branch_stage === branch.id)}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where a long word may be broken in a narrow column. */
const soft = (label: string): string => label.replace(/(\w{5,})(tion)\b/g, '$1\u00ad$2');

function Cell({ cell }: { cell: StepCell | undefined }) {
  if (!cell) return <td>–</td>;
  const kind = kindOf(cell);
  return (
    <td class="step-cell" data-project={cell.project_stage ?? ''} data-step={kind} title={cell.rule ?? undefined}>
      {number(cell.enterprises)}
      {cell.enterprises > 0 && (
        <span class="stage-sign">
          <span aria-hidden="true">{signs[kind]}</span>
          <span class="hidden">{tell(kind)}</span>
        </span>
      )}
    </td>
  );
}

function Key() {
  return (
    <ul class="stage-key" aria-label={tell('legend')}>
      {kinds.map((kind) => (
        <li key={kind}>
          <span class="stage-swatch" data-step={kind} aria-hidden="true">
            {signs[kind]}
          </span>
          {tell(kind)}
        </li>
      ))}
    </ul>
  );
}

function Rules({ found }: { found: StepMatrix }) {
  return (
    <details class="analysis-more">
      <summary>{tell('rules')}</summary>
      <ul class="step-rules">
        {found.rules.map((rule) => (
          <li key={rule.id}>
            <b>{tell(kindOf(rule))}</b> {rule.means}
            <p class="note">
              {rule.id} · {rule.clause}
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}

function OutOfStep({ found, zone }: { found: StepMatrix; zone: Part | undefined }) {
  const { list, out_of_step: n } = found;
  if (!list || n === undefined) return <p class="note">{tell('outPublic')}</p>;
  const stage = (all: StepMatrix['project_stages'], id: string): string => {
    const known = all.find((s) => s.id === id);
    return known ? labelOf(known) : id;
  };
  return (
    <section aria-labelledby="out-title">
      <h3 id="out-title">{tell('outList', { n: number(n) })}</h3>
      {n === 0 && <p class="note">{tell('outNone')}</p>}
      {list.length > 0 && (
        <ol class="named" data-testid="out-of-step">
          {list.slice(0, most).map((one) => (
            <li key={one.id}>
              <button
                type="button"
                class="row-link"
                data-id={one.id}
                onClick={() => select({ collection: 'enterprises', id: one.id })}
              >
                {nameOf(one)}
              </button>
              <span class="note">
                {stage(found.project_stages, one.project_stage)} · {stage(found.branch_stages, one.branch_stage)}
              </span>
            </li>
          ))}
        </ol>
      )}
      {n > most && <p class="note">{tell('more', { n: number(n - most) })}</p>}
      {zone && n > 0 && (
        <button
          type="button"
          class="row-link"
          onClick={() => {
            analysis.value = { name: 'gaps', area: zone, ask: { status: 'eligible' } };
          }}
        >
          {tell('gapsOf')}
        </button>
      )}
    </section>
  );
}
