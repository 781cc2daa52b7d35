import { useEffect, useRef } from 'preact/hooks';
import { openToAll } from '../analysis/view';
import { Failed } from '../components/Failed';
import { Icon } from '../components/Icons';
import { number } from '../format';
import { t } from '../i18n';
import { analysis, closeCoverage, coverage, dayAsked, filters, screen, selection, settings } from '../state';
import { Area } from './Area';
import { Corridor, corridors } from './Corridor';
import { Files } from './Files';
import type { Report } from './figures';
import { Legend } from './Legend';
import { Passport, StatedFigures } from './Passport';
import { Ranking } from './Ranking';
import { byWords, partName, pathOf, percent, rateLabel, useReport } from './report';
import { ServiceGrids } from './ServiceGrids';
import { Time } from './Time';
import { type CoverageView, type Division, divisions, isDrawn, rates } from './view';
import { say } from './words';

/** The two coverages, compared by parts: a ranking in step with the map. */
export function Coverage({ view }: { view: CoverageView }) {
  const loaded = useReport(view);
  const report = loaded.value?.report;
  const { zone } = filters.value;
  const top = useRef<HTMLElement>(null);
  useEffect(() => {
    if (document.documentElement.dataset.ready === 'true' && !selection.value)
      top.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    if (loaded.state === 'done') document.documentElement.dataset.ready = 'true';
  }, [loaded.state]);
  return (
    <section
      class="coverage"
      aria-labelledby="coverage-title"
      ref={top}
      tabIndex={-1}
      data-testid="coverage"
      aria-busy={loaded.state === 'loading'}
      onKeyDown={(event) => {
        if (event.key === 'Escape') closeCoverage();
      }}
    >
      <button type="button" class="row-link" data-testid="coverage-back" onClick={closeCoverage}>
        <Icon name="back" size={16} />
        {say('close')}
      </button>
      <header class="section-head">
        <h2 id="coverage-title">{say('title')}</h2>
        {report && <p class="as-of">{t('asOfDay', { day: report.passport.as_of })}</p>}
      </header>
      <Choices view={view} />
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {!report && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {report && <Shown view={view} report={report} shapes={loaded.value?.shapes ?? new Map()} />}
      {zone && <ServiceGrids zone={zone} />}
      <Time view={view} report={report} />
      <Area view={view} />
      <Views />
    </section>
  );
}

type ShownProps = { view: CoverageView; report: Report; shapes: Parameters<typeof Ranking>[0]['shapes'] };

function Shown({ view, report, shapes }: ShownProps) {
  const total = report.total[view.rate];
  return (
    <>
      <p class="coverage-total" data-testid="coverage-total">
        <span>{rateLabel(view.rate, report)}</span>
        <b>{percent(total)}</b>
        <span>
          {number(total.numerator)} / {number(total.denominator)}
        </span>
        {total.unknown > 0 && (
          <span>
            {say('unknown')} {number(total.unknown)}
          </span>
        )}
      </p>
      {report.total.operation_unstated > 0 && (
        <p class="note">{say('unstatedAside', { n: number(report.total.operation_unstated) })}</p>
      )}
      <Ranking view={view} report={report} shapes={shapes} />
      {view.by === 'belt' && view.corridor && <Corridor report={report} rate={view.rate} metres={view.corridor} />}
      <Legend />
      <StatedFigures items={report.items} rate={view.rate} name={partName} />
      <Passport
        passport={report.passport}
        definition={report.definitions.find((d) => d.id === view.rate)}
        made={{ path: pathOf(view), testid: 'coverage-source' }}
      />
      <Files
        path={pathOf(view)}
        name="coverage"
        formats={isDrawn(view.by) ? ['xlsx', 'csv', 'geojson'] : ['xlsx', 'csv']}
      />
    </>
  );
}

/** Measure, division, zone and day. Zone and day are the page's own filters. */
function Choices({ view }: { view: CoverageView }) {
  const change = (next: Partial<CoverageView>): void => {
    coverage.value = { ...view, ...next };
  };
  return (
    <div class="coverage-choices">
      <fieldset class="segments" data-testid="coverage-rate">
        <legend class="hidden">{say('measure')}</legend>
        {rates.map((rate) => (
          <label key={rate} class={rate === view.rate ? 'on' : ''}>
            <input
              type="radio"
              name="coverage-rate"
              value={rate}
              checked={rate === view.rate}
              onChange={() => change({ rate })}
            />
            {say(rate)}
          </label>
        ))}
      </fieldset>
      <label>
        {say('by')}
        <select
          data-testid="coverage-by"
          value={view.by}
          onChange={(event) => change({ by: event.currentTarget.value as Division })}
        >
          {divisions
            .filter((by) => by !== 'size' || settings.value?.class === 'internal')
            .map((by) => (
              <option key={by} value={by}>
                {byWords(by)}
              </option>
            ))}
        </select>
      </label>
      {view.by === 'belt' && <CorridorChoice view={view} />}
      <label>
        {say('day')}
        <input
          type="date"
          data-testid="coverage-day"
          max={settings.value?.day}
          value={dayAsked() ?? settings.value?.day ?? ''}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      </label>
      <p class="note">{say('note')}</p>
    </div>
  );
}

/** How far from a belt one looks; a link may name any distance. */
function CorridorChoice({ view }: { view: CoverageView }) {
  const { corridor, ...others } = view;
  const known = corridor === undefined || corridors.some((metres) => metres === corridor);
  return (
    <label>
      {say('corridor')}
      <select
        data-testid="coverage-corridor"
        value={corridor ?? ''}
        onChange={(event) => {
          const metres = Number(event.currentTarget.value);
          coverage.value = metres > 0 ? { ...others, corridor: metres } : others;
        }}
      >
        <option value="">{say('corridorOff')}</option>
        {[...(known ? [] : [corridor]), ...corridors].map((metres) => (
          <option key={metres} value={metres}>
            {say('metres', { n: number(metres) })}
          </option>
        ))}
      </select>
    </label>
  );
}

const setDay = (day: string): void => {
  const { datetime, ...others } = filters.value;
  filters.value = day && day !== settings.value?.day ? { ...others, datetime: day } : others;
};

/** What else can be looked at from here. */
function Views() {
  return (
    <p class="coverage-views">
      {openToAll.map((name) => (
        <button
          key={name}
          type="button"
          class="row-link"
          data-testid={`${name}-open`}
          onClick={() => {
            const { zone } = filters.value;
            analysis.value = { name, ask: {}, ...(zone ? { area: { kind: 'zone', id: zone } } : {}) };
          }}
        >
          {say(name)}
          <Icon name="forward" size={16} />
        </button>
      ))}
      <button
        type="button"
        class="row-link"
        data-testid="screen-open"
        onClick={() => {
          screen.value = true;
        }}
      >
        {say('screen')}
        <Icon name="forward" size={16} />
      </button>
    </p>
  );
}
