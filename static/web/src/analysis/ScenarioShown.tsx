import { useState } from 'preact/hooks';
import { getJSON } from '../api';
import { Failed } from '../components/Failed';
import { Icon } from '../components/Icons';
import { Take } from '../components/Take';
import { number } from '../format';
import { lang, langTag, t } from '../i18n';
import { useLoad } from '../load';
import { analysis, announced } from '../state';
import type { Scenario, ScenarioCoverage, ScenarioDifference } from './answers';
import { Contrast, useContrastOverlay } from './Contrast';
import { draftOf, mayPropose, remove, scenarioDraft } from './draft';
import { Proposals } from './Proposals';
import { Choice, Definition, useReady } from './parts';
import type { AnalysisView } from './view';
import { say } from './words';

/** One saved scenario beside the facts, and beside another one. */
export function ScenarioShown({ view, id }: { view: AnalysisView; id: string }) {
  const base = `/api/scenarios/${encodeURIComponent(id)}`;
  const by = view.ask.by ?? 'zone';
  const other = view.against ? { with: view.against } : undefined;
  const rates = `${base}/coverage?${new URLSearchParams({ by, ...other })}`;
  const changes = `${base}/difference?${new URLSearchParams(other ?? {})}`.replace(/\?$/, '');
  const loaded = useLoad(`${rates} ${lang.value}`, async (signal) => {
    const [coverage, difference] = await Promise.all([
      getJSON<ScenarioCoverage>(rates, signal),
      getJSON<ScenarioDifference>(changes, signal),
    ]);
    return { coverage, difference };
  });
  const shown = loaded.value;
  useReady(loaded.state !== 'loading');
  const versions = [shown?.coverage.scenario.version, shown?.coverage.with?.version];
  useContrastOverlay(`${changes} ${versions} ${shown?.difference.passport.version}`, shown?.difference);
  const file = (format: string): string => `${changes}${other ? '&' : '?'}f=${format}`;
  const zone = shown?.coverage.scenario.zone;
  return (
    <>
      <button type="button" class="row-link" data-testid="scenarios-all" onClick={() => toList(zone)}>
        <Icon name="back" size={16} />
        {say('allScenarios')}
      </button>
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {!shown && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {shown && (
        <section class="scenario-card" data-testid="scenario" data-id={id}>
          <Title scenario={shown.coverage.scenario} proposals={shown.coverage.proposals} />
          <Proposals proposals={shown.coverage.proposals} />
          <Against view={view} scenario={shown.coverage.scenario} />
          <Contrast coverage={shown.coverage} difference={shown.difference} />
          <p>
            <Take path={file('csv')} label={say('takeCSV')} testid="scenario-csv" />
            <Take path={file('geojson')} label={say('takeGeoJSON')} testid="scenario-geojson" />
            <Take path={`${file('xlsx')}&lang=${langTag()}`} label="XLSX" testid="scenario-xlsx" />
          </p>
          <Definition passport={shown.coverage.passport} path={rates} />
          <Definition
            passport={shown.difference.passport}
            path={changes}
            testid="changes-source"
            title={say('passportOf', { what: say('changed') })}
          />
        </section>
      )}
    </>
  );
}

function toList(zone: string | null | undefined): void {
  analysis.value = { name: 'scenarios', ask: {}, ...(zone ? { area: { kind: 'zone' as const, id: zone } } : {}) };
}

function Title({ scenario, proposals }: { scenario: Scenario; proposals: Scenario['proposals'] }) {
  const [sure, setSure] = useState(false);
  const [fault, setFault] = useState('');
  const drop = async (): Promise<void> => {
    try {
      await remove(scenario);
      announced.value = say('deletedScenario', { name: scenario.name });
      toList(scenario.zone);
    } catch (err) {
      setFault((err as Error).message);
    }
  };
  return (
    <>
      <h3>
        {scenario.name} <span class="supposed">{say('supposedMark')}</span>
      </h3>
      {scenario.note && <p>{scenario.note}</p>}
      <p class="note">{say('keptOne', { n: number(scenario.count), version: number(scenario.version) })}</p>
      <p class="analysis-means">{say('supposedNote')}</p>
      {mayPropose(scenario.zone ?? '') && (
        <p class="scenario-actions">
          <button
            type="button"
            class="put-in"
            data-testid="scenario-change"
            onClick={() => {
              scenarioDraft.value = draftOf({ ...scenario, proposals: proposals ?? [] });
              toList(scenario.zone);
            }}
          >
            {say('change')}
          </button>
          <button
            type="button"
            class="put-in"
            data-testid="scenario-delete"
            onClick={() => (sure ? void drop() : setSure(true))}
          >
            {say(sure ? 'deleteSure' : 'delete')}
          </button>
          {sure && (
            <button type="button" class="put-in" onClick={() => setSure(false)}>
              {say('keep')}
            </button>
          )}
        </p>
      )}
      {fault && (
        <p class="field-error" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}

/** Chooses another scenario of the same zone to stand beside this one. */
function Against({ view, scenario }: { view: AnalysisView; scenario: Scenario }) {
  const path = `/api/scenarios?${new URLSearchParams({ zone: scenario.zone ?? '~' })}`;
  const all = useLoad<{ scenarios: readonly Scenario[] }>(path, (signal) => getJSON(path, signal)).value?.scenarios;
  const others = all?.filter((s) => s.id !== scenario.id) ?? [];
  if (others.length === 0 && !view.against) return null;
  return (
    <div class="analysis-form">
      <Choice
        label={say('against')}
        value={view.against ?? ''}
        options={[['', say('againstNone')], ...others.map((s) => [s.id ?? '', s.name] as const)]}
        testid="scenario-against"
        set={(value) => {
          const { against: _, ...rest } = view;
          analysis.value = value ? { ...rest, against: value } : rest;
        }}
      />
    </div>
  );
}
