import { useEffect, useRef } from 'preact/hooks';
import { getQuality } from '../api';
import { at } from '../base';
import { number, share } from '../format';
import { lang, t } from '../i18n';
import { useLoad } from '../load';
import {
  everywhere,
  filled,
  formatQuality,
  type Measure,
  measures,
  nowhere,
  type QualityReport,
  type QualityView,
  qualityPath,
  type Share,
  staleChoices,
} from '../quality';
import { closeQuality, quality, selection, staleDays } from '../state';
import { Failed } from './Failed';
import { Icon } from './Icons';
import { QualityList, zoneName } from './QualityList';

const open = (view: QualityView): void => {
  quality.value = view;
};

/** From a list to its measure, from a measure to all of them, from there to the overview. */
const up = (view: QualityView): void => {
  if (view.list && view.measure) open({ measure: view.measure });
  else if (view.measure) open({});
  else closeQuality();
};

/** What the records lack: every measure in total, one by zone, or the records it counts. */
export function Quality({ view }: { view: QualityView }) {
  const key = formatQuality(view);
  const loaded = useLoad<QualityReport>(`quality ${lang.value} ${staleDays.value}`, (signal) =>
    getQuality(qualityPath({}, staleDays.value), signal),
  );
  const report = loaded.value;
  const top = useRef<HTMLElement>(null);
  // Each step takes the focus, so that the keyboard goes on from there; a link that is opened leaves it at the page's beginning.
  useEffect(() => {
    if (document.documentElement.dataset.ready !== 'true' || selection.value) return;
    top.current?.focus({ preventScroll: true });
    top.current?.scrollIntoView({ block: 'start' });
  }, [key]);
  useEffect(() => {
    if (loaded.state === 'done') document.documentElement.dataset.ready = 'true';
  }, [loaded.state]);
  return (
    <section
      class="quality"
      aria-labelledby="quality-title"
      ref={top}
      tabIndex={-1}
      data-testid="quality"
      aria-busy={loaded.state === 'loading'}
      onKeyDown={(event) => {
        if (event.key === 'Escape') up(view);
      }}
    >
      <button type="button" class="row-link" data-testid="quality-back" onClick={() => up(view)}>
        <Icon name="back" size={16} />
        {view.list ? t('qualityByZone') : view.measure ? t('qualityAll') : t('overview')}
      </button>
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {!report && <h2 id="quality-title">{t('quality')}</h2>}
      {!report && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {report && <Shown key={key} view={view} report={report} />}
    </section>
  );
}

function Shown({ view, report }: { view: QualityView; report: QualityReport }) {
  const { measure, list } = view;
  const title = measure ? labelOf(report, measure) : t('quality');
  return (
    <>
      <header class="section-head">
        <h2 id="quality-title">{title}</h2>
        <p class="as-of">{t('asOfDay', { day: report.as_of.slice(0, 10) })}</p>
      </header>
      {measure ? <p class="quality-means">{meansOf(report, measure)}</p> : <p class="note">{t('qualityNote')}</p>}
      {(!measure || measure === 'stale') && <StaleDays />}
      {measure && list ? (
        <QualityList key={staleDays.value} measure={measure} list={list} report={report} />
      ) : measure ? (
        <ByZone measure={measure} report={report} />
      ) : (
        <AllMeasures report={report} />
      )}
      <a
        class="row-link"
        data-testid="quality-source"
        href={at(qualityPath(view, staleDays.value))}
        target="_blank"
        rel="noopener"
      >
        {t('howMade')}
        <Icon name="forward" size={16} />
      </a>
    </>
  );
}

/** From what age on a survey counts as out of date. */
function StaleDays() {
  return (
    <label class="stale-days">
      {t('qualityStaleDays')}
      <select
        data-testid="stale-days"
        value={staleDays.value}
        onChange={(event) => {
          staleDays.value = Number(event.currentTarget.value);
        }}
      >
        {staleChoices(staleDays.value).map((days) => (
          <option key={days} value={days}>
            {t('qualityDays', { n: number(days) })}
          </option>
        ))}
      </select>
    </label>
  );
}

function AllMeasures({ report }: { report: QualityReport }) {
  return (
    <table class="quality-table">
      <caption class="hidden">{t('qualityAll')}</caption>
      <Head first={t('qualityMeasure')} />
      <tbody>
        {measures.map((measure) => (
          <tr key={measure} data-measure={measure}>
            <th scope="row">
              <button type="button" data-testid="quality-measure" onClick={() => open({ measure })}>
                {labelOf(report, measure)}
                <Icon name="forward" size={14} />
              </button>
              <p>{meansOf(report, measure)}</p>
            </th>
            <ShareCell
              figure={report.total[measure]}
              name={`${labelOf(report, measure)} · ${t('qualityTotal')}`}
              open={() => open({ measure, list: everywhere })}
            />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ByZone({ measure, report }: { measure: Measure; report: QualityReport }) {
  const label = labelOf(report, measure);
  return (
    <table class="quality-table">
      <caption class="hidden">{`${label} · ${t('qualityByZone')}`}</caption>
      <Head first={t('qualityZone')} />
      <tbody>
        <tr data-zone={everywhere} class="total">
          <th scope="row">{t('qualityTotal')}</th>
          <ShareCell
            figure={report.total[measure]}
            name={`${label} · ${t('qualityTotal')}`}
            open={() => open({ measure, list: everywhere })}
          />
        </tr>
        {report.zones.map(({ zone, name_zh, name_en, figures }) => {
          const name = zoneName({ zone, name_zh, name_en });
          return (
            <tr key={zone} data-zone={zone ?? ''}>
              <th scope="row">{name}</th>
              <ShareCell
                figure={figures[measure]}
                name={`${label} · ${name}`}
                open={() => open({ measure, list: zone ?? nowhere })}
              />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Head({ first }: { first: string }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        <th scope="col">{t('qualityShare')}</th>
      </tr>
    </thead>
  );
}

/** A share as a bar with its numbers; the number opens the records it counts. */
function ShareCell({ figure, name, open }: { figure: Share; name: string; open: () => void }) {
  const { numerator, denominator, unknown } = figure;
  const width = filled(figure);
  const words = `${number(numerator)} / ${number(denominator)}`;
  return (
    <td>
      <ShareBar width={width} />
      <div class="share-line">
        {numerator > 0 ? (
          <button
            type="button"
            class="share-number"
            aria-label={`${words} · ${t('qualityOpen', { name })}`}
            onClick={open}
          >
            {words}
          </button>
        ) : (
          <span class="share-number plain">{words}</span>
        )}
        <span class="bar-share">{width === undefined ? t('qualityNoData') : share(numerator, denominator)}</span>
      </div>
      {unknown > 0 && <p class="share-unknown">{t('qualityUnknown', { n: number(unknown) })}</p>}
    </td>
  );
}

function ShareBar({ width }: { width: number | undefined }) {
  return (
    <svg class={`share-bar ${width === undefined ? 'untold' : ''}`} width="100%" height="8" aria-hidden="true">
      <rect class="share-whole" x="0.5" y="0.5" width="99%" height="7" rx="3" />
      {width !== undefined && width > 0 && (
        <rect class="share-part" x="0.5" y="0.5" width={`${Math.max(1, width * 0.99)}%`} height="7" rx="3" />
      )}
    </svg>
  );
}

function labelOf(report: QualityReport, measure: Measure): string {
  const found = report.definitions.find((d) => d.id === measure);
  return (lang.value === 'zh' ? found?.label_zh : found?.label_en) ?? measure;
}

function meansOf(report: QualityReport, measure: Measure): string {
  const found = report.definitions.find((d) => d.id === measure);
  return (lang.value === 'zh' ? found?.definition_zh : found?.definition_en) ?? '';
}
