import '../styles/analysis.css';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../components/Icons';
import { t } from '../i18n';
import { session } from '../session';
import { analysis, closeAnalysis, closeDetail, selection } from '../state';
import { AreaChoice, useArea, zoneOnly } from './AreaChoice';
import { BranchList } from './BranchList';
import { CenterList } from './CenterList';
import { keepScenarioDraft } from './draft';
import { drawOverlay } from './drawn';
import { GapList } from './GapList';
import { HotspotList } from './HotspotList';
import { DraftBar } from './PutIn';
import { useReady } from './parts';
import { ScenarioList } from './ScenarioList';
import { ScenarioShown } from './ScenarioShown';
import { SensitivityTable } from './SensitivityTable';
import { type AnalysisView, type Area, analyses, formatArea } from './view';
import { say } from './words';

drawOverlay();
keepScenarioDraft();

/** The analysis beside the coverage: what it is about, of which area, and what was found. */
export function Analysis({ view }: { view: AnalysisView }) {
  const top = useRef<HTMLElement>(null);
  // Each step takes the focus, as in the view of quality.
  useEffect(() => {
    if (document.documentElement.dataset.ready !== 'true' || selection.value) return;
    top.current?.focus({ preventScroll: true });
    top.current?.scrollIntoView({ block: 'start' });
  }, [view.name]);
  const who = session.value;
  return (
    <section
      class="analysis"
      aria-labelledby="analysis-title"
      ref={top}
      tabIndex={-1}
      data-testid="analysis"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (selection.value) closeDetail();
        else closeAnalysis();
      }}
    >
      <button type="button" class="row-link" data-testid="analysis-back" onClick={closeAnalysis}>
        <Icon name="back" size={16} />
        {t('overview')}
      </button>
      <h2 id="analysis-title">{say('title')}</h2>
      {!who ? <p class="note">{t('loading')}</p> : who.role === 'public' ? <Closed /> : <Opened view={view} />}
    </section>
  );
}

function Closed() {
  useReady(true);
  return <p class="note">{say('signInFirst')}</p>;
}

function Opened({ view }: { view: AnalysisView }) {
  const { area, zone, zones } = useArea(view);
  // Suggestions and scenarios are of a whole zone, also where the view before was of a part of it.
  const shown =
    zoneOnly.has(view.name) && area?.kind !== 'zone' ? (zone ? { kind: 'zone' as const, id: zone } : undefined) : area;
  return (
    <>
      <nav class="analysis-views" aria-label={say('views')}>
        {analyses.map((name) => (
          <button
            key={name}
            type="button"
            class="chip"
            data-view={name}
            aria-current={view.name === name ? 'page' : undefined}
            onClick={() => {
              analysis.value = { name, ask: {}, ...(area ? { area } : {}) };
            }}
          >
            <span class="chip-face">{say(name)}</span>
          </button>
        ))}
      </nav>
      {view.scenario ? (
        <ScenarioShown key={view.scenario} view={view} id={view.scenario} />
      ) : (
        <>
          <AreaChoice view={view} area={shown} zone={zone} zones={zones} />
          {view.name !== 'scenarios' && <DraftBar zone={zone} />}
          {shown && <Shown key={`${view.name} ${formatArea(shown)}`} view={view} area={shown} />}
        </>
      )}
    </>
  );
}

function Shown({ view, area }: { view: AnalysisView; area: Area }) {
  switch (view.name) {
    case 'hotspots':
      return <HotspotList view={view} area={area} />;
    case 'sensitivity':
      return <SensitivityTable view={view} area={area} />;
    case 'branches':
      return <BranchList view={view} area={area} />;
    case 'centers':
      return <CenterList view={view} area={area} />;
    case 'scenarios':
      return <ScenarioList view={view} area={area} />;
    default:
      return <GapList view={view} area={area} />;
  }
}
