import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { analysis, coverage, desk, mapState, quality, screen, selection, stack } from '../state';
import { AccountDialog, Administration } from './Account';
import { AnalysisPanel } from './AnalysisPanel';
import { CoverageView, ScreenView } from './CoverageParts';
import { DeskPanel } from './DeskParts';
import { Detail } from './Detail';
import { AddHint, DoneBar, Editor, working } from './Editing';
import { Filters } from './Filters';
import { Header } from './Header';
import { List } from './List';
import { MapButtons, MapCards } from './MapControls';
import { MapTip } from './MapTip';
import { Banners, GroundCredit, NoMap, ReviewNumber } from './Notices';
import { Overview } from './Overview';
import { PrintSheet } from './Print';
import { Quality } from './Quality';
import { Sheet } from './Sheet';

/** The whole page. */
export function App() {
  const editing = working();
  const opened = editing || selection.value !== undefined || stack.value !== undefined;
  if (screen.value) return <OnScreen />;
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to a place on the page, and takes the focus there */}
      <a
        class="skip"
        href="#panel"
        onClick={focusOn(
          '[data-testid=list], [data-testid=quality], [data-testid=analysis], [data-testid=coverage], [data-testid=desk]',
        )}
      >
        {t('skip')}
      </a>
      {/* biome-ignore lint/a11y/useValidAnchor: as above */}
      <a class="skip" href="#map" onClick={focusOn('.maplibregl-canvas')}>
        {t('skipMap')}
      </a>
      <Header />
      <main
        class={`stage ${opened ? 'opened' : ''} ${coverage.value || analysis.value ? 'comparing' : ''} ${desk.value ? 'arranging' : ''}`}
        data-map-state={mapState.value}
      >
        <Filters />
        <section class="map-area" aria-label={t('map')}>
          <MapView />
          <NoMap />
          <Banners />
          {mapState.value !== 'none' && (
            <>
              <MapCards />
              <MapButtons />
              <AddHint />
              <MapTip />
              <GroundCredit />
            </>
          )}
          <ReviewNumber />
          <DoneBar />
        </section>
        <Sheet>
          <Editor />
          {!editing && <Detail />}
          <div class="browse">
            {desk.value ? (
              <DeskPanel id={desk.value} />
            ) : analysis.value ? (
              <AnalysisPanel view={analysis.value} />
            ) : coverage.value ? (
              <CoverageView />
            ) : quality.value ? (
              <Quality view={quality.value} />
            ) : (
              <>
                <Overview />
                <List />
              </>
            )}
          </div>
        </Sheet>
      </main>
      <AccountDialog />
      <Administration />
      <PrintSheet />
    </>
  );
}

/** The page on a wall: the map and what is said of it. */
function OnScreen() {
  return (
    <main class="stage on-screen" data-map-state={mapState.value}>
      <section class="map-area" aria-label={t('map')}>
        <MapView />
        <NoMap />
        <ReviewNumber />
      </section>
      <ScreenView />
    </main>
  );
}

const focusOn = (selector: string) => (event: Event) => {
  event.preventDefault();
  document.querySelector<HTMLElement>(selector)?.focus();
};

/** The map's element. MapLibre comes in a file of its own, after the lists. */
function MapView() {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!element.current) return;
    const place = element.current;
    import('../map/map').then(
      ({ openMap }) => openMap(place),
      () => {
        mapState.value = 'none';
      },
    );
  }, []);
  return <div id="map" class="map" ref={element} data-testid="map" />;
}
