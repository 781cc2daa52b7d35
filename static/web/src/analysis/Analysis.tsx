import '../styles/analysis.css';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../components/Icons';
import { t } from '../i18n';
import type { Feature } from '../records';
import { session } from '../session';
import { analysis, closeAnalysis, closeDetail, coverage, selection } from '../state';
import { AreaChoice, useArea, useSight } from './AreaChoice';
import { BranchList } from './BranchList';
import { CenterList } from './CenterList';
import { keepScenarioDraft } from './draft';
import { drawOverlay } from './drawn';
import { GapList } from './GapList';
import { HotspotList } from './HotspotList';
import { useFrame } from './overlay';
import { PeerList } from './PeerList';
import { DraftBar } from './PutIn';
import { useReady } from './parts';
import { ReadinessTable } from './ReadinessTable';
import { ScenarioList } from './ScenarioList';
import { ScenarioShown } from './ScenarioShown';
import { SensitivityTable } from './SensitivityTable';
import { StepTable } from './StepTable';
import { type AnalysisView, type Area, analyses, formatArea, isOpenToAll, type Part, zoneOnly } from './view';
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
        {t(coverage.value ? 'coverage' : 'overview')}
      </button>
      <h2 id="analysis-title">{say('title')}</h2>
      {!who ? <p class="note">{t('loading')}</p> : <Opened view={view} all={who.role !== 'public'} />}
    </section>
  );
}

function Closed() {
  useReady(true);
  return <p class="note">{say('signInFirst')}</p>;
}

/** The views and the one that is chosen. The public is offered those that the API answers to it. */
function Opened({ view, all }: { view: AnalysisView; all: boolean }) {
  const { area, zone, zones } = useArea(view);
  // Suggestions and scenarios are of a whole zone, also where the view before was of a part of it or of a drawn area.
  const whole = zone ? { kind: 'zone' as const, id: zone } : undefined;
  const ofZone = zoneOnly.has(view.name);
  const shown = ofZone ? whole : area;
  useFrame(ofZone ? undefined : area);
  // Zones that are compared lie all over the map.
  useSight(view.scenario || isOpenToAll(view.name) ? undefined : shown);
  return (
    <>
      <nav class="analysis-views" aria-label={say('views')}>
        {analyses
          .filter((name) => all || isOpenToAll(name))
          .map((name) => (
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
      {!all && !isOpenToAll(view.name) ? (
        <Closed />
      ) : view.scenario ? (
        <ScenarioShown key={view.scenario} view={view} id={view.scenario} />
      ) : (
        <>
          <AreaChoice view={view} area={shown} zone={zone} zones={zones} />
          {view.name !== 'scenarios' && !isOpenToAll(view.name) && (
            <DraftBar zone={shown?.kind === 'polygon' ? undefined : zone} />
          )}
          {ofZone
            ? whole && <OfZone key={`${view.name} ${formatArea(whole)}`} view={view} area={whole} zones={zones} />
            : area && <OfArea key={`${view.name} ${formatArea(area)}`} view={view} area={area} />}
        </>
      )}
    </>
  );
}

function OfArea({ view, area }: { view: AnalysisView; area: Area }) {
  switch (view.name) {
    case 'hotspots':
      return <HotspotList view={view} area={area} />;
    case 'sensitivity':
      return <SensitivityTable view={view} area={area} />;
    default:
      return <GapList view={view} area={area} />;
  }
}

function OfZone({ view, area, zones }: { view: AnalysisView; area: Part; zones: readonly Feature[] | undefined }) {
  switch (view.name) {
    case 'branches':
      return <BranchList view={view} area={area} />;
    case 'centers':
      return <CenterList view={view} area={area} />;
    case 'matrix':
      return <StepTable view={view} area={area} />;
    case 'peers':
      return <PeerList view={view} area={area} zones={zones} />;
    case 'readiness':
      return <ReadinessTable area={area} />;
    default:
      return <ScenarioList view={view} area={area} />;
  }
}
