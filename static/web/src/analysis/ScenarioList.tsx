import { useState } from 'preact/hooks';
import { getJSON } from '../api';
import { Failed } from '../components/Failed';
import { Icon } from '../components/Icons';
import { number } from '../format';
import { lang, t } from '../i18n';
import { useLoad } from '../load';
import { analysis, announced } from '../state';
import type { Scenario, ScenarioCoverage, ScenarioDifference } from './answers';
import { Contrast, useContrastOverlay } from './Contrast';
import { bodyOf, mayPropose, preview, type ScenarioDraft, save, scenarioDraft } from './draft';
import { Proposals } from './Proposals';
import { Source, useReady } from './parts';
import type { AnalysisView, Part } from './view';
import { say } from './words';

/** The scenarios of a zone, and the one that is being made. */
export function ScenarioList({ view, area }: { view: AnalysisView; area: Part }) {
  const path = `/api/scenarios?${new URLSearchParams({ zone: area.id })}`;
  const loaded = useLoad<{ scenarios: readonly Scenario[] }>(`${path} ${lang.value}`, (signal) =>
    getJSON(path, signal),
  );
  const draft = scenarioDraft.value;
  useReady(loaded.state !== 'loading');
  return (
    <>
      <p class="analysis-means">{say('supposedNote')}</p>
      {draft && mayPropose(draft.zone) && <DraftCard draft={draft} view={view} />}
      {!draft && mayPropose(area.id) && (
        <button
          type="button"
          class="put-in"
          data-testid="scenario-new"
          onClick={() => {
            scenarioDraft.value = { name: '', zone: area.id, note: '', proposals: [] };
          }}
        >
          {say('draftNew')}
        </button>
      )}
      <h3>{say('kept')}</h3>
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {!loaded.value && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {loaded.value?.scenarios.length === 0 && <p class="note">{say('keptNone')}</p>}
      <ul class="named" data-testid="scenario-list">
        {loaded.value?.scenarios.map((scenario) => (
          <li key={scenario.id}>
            <button
              type="button"
              class="row-link"
              data-id={scenario.id}
              onClick={() => {
                if (scenario.id) analysis.value = { name: 'scenarios', ask: {}, scenario: scenario.id };
              }}
            >
              {scenario.name}
              <Icon name="forward" size={14} />
            </button>
            <span class="note">{say('keptOne', { n: number(scenario.count), version: number(scenario.version) })}</span>
          </li>
        ))}
      </ul>
      <Source path={path} />
    </>
  );
}

interface Preview {
  readonly coverage: ScenarioCoverage;
  readonly difference: ScenarioDifference;
}

function DraftCard({ draft, view }: { draft: ScenarioDraft; view: AnalysisView }) {
  const by = view.ask.by ?? 'zone';
  const loaded = useLoad<Preview>(`${bodyOf({ ...draft, name: '', note: '' })} ${by} ${lang.value}`, () =>
    preview<Preview>(draft, by),
  );
  const shown = loaded.value;
  const [fault, setFault] = useState('');
  const change = (part: Partial<ScenarioDraft>): void => {
    scenarioDraft.value = { ...draft, ...part };
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!draft.name.trim()) return setFault(say('nameWanted'));
    try {
      const saved = await save(draft);
      scenarioDraft.value = undefined;
      announced.value = say('savedScenario', { name: saved.name });
      if (saved.id) analysis.value = { name: 'scenarios', ask: {}, scenario: saved.id };
    } catch (err) {
      setFault((err as Error).message);
    }
  };
  useContrastOverlay(`draft ${shown?.difference.passport.version} ${bodyOf(draft)}`, shown?.difference);
  return (
    <form class="scenario-card" data-testid="scenario-draft" onSubmit={submit}>
      <h3>
        {say('draftTitle')} <span class="supposed">{say('supposedMark')}</span>
      </h3>
      <label class="analysis-choice">
        <span>{say('name')}</span>
        <input
          data-testid="scenario-name"
          value={draft.name}
          maxLength={200}
          aria-describedby="scenario-fault"
          aria-invalid={fault !== ''}
          onInput={(event) => change({ name: event.currentTarget.value })}
        />
      </label>
      <label class="analysis-choice">
        <span>{say('note')}</span>
        <input value={draft.note} onInput={(event) => change({ note: event.currentTarget.value })} />
      </label>
      <p id="scenario-fault" class="field-error" role="alert">
        {fault}
      </p>
      <Proposals
        proposals={
          shown?.coverage.proposals.length === draft.proposals.length ? shown.coverage.proposals : draft.proposals
        }
        removeAt={(i) => change({ proposals: draft.proposals.filter((_, k) => k !== i) })}
      />
      <p class="scenario-actions">
        <button type="submit" class="put-in" data-testid="scenario-save">
          {say('save')}
        </button>
        <button
          type="button"
          class="put-in"
          onClick={() => {
            scenarioDraft.value = undefined;
          }}
        >
          {say('discard')}
        </button>
      </p>
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {shown && draft.proposals.length > 0 && <Contrast coverage={shown.coverage} difference={shown.difference} />}
    </form>
  );
}
