import { useEffect, useState } from 'preact/hooks';
import { getJSON } from '../api';
import { Failed } from '../components/Failed';
import { number } from '../format';
import { lang, t } from '../i18n';
import { useLoad } from '../load';
import { dayAsked, filters, settings } from '../state';
import { type Moment, quarters, type Report, type Series, whole } from './figures';
import { Made } from './Passport';
import { partName, percent, rateLabel } from './report';
import type { CoverageView } from './view';
import { say } from './words';

/** How long each quarter stands while it plays. */
const beat = 2000;

/** The rate of everything, or of the chosen zone, quarter by quarter; the slider sets the day that the whole page looks at. */
export function Time({ view, report }: { view: CoverageView; report: Report | undefined }) {
  const [open, setOpen] = useState(false);
  return (
    <details
      class="coverage-time"
      data-testid="coverage-time"
      onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}
    >
      <summary>{say('time')}</summary>
      {open && settings.value && <Opened view={view} report={report} today={settings.value.day} />}
    </details>
  );
}

function Opened({ view, report, today }: { view: CoverageView; report: Report | undefined; today: string }) {
  const days = quarters(today);
  const { zone } = filters.value;
  // Classes share no enterprise and are few: their sum is the whole.
  const of = zone ? `by=zone&zone=${encodeURIComponent(zone)}` : 'by=class';
  const path = `/api/coverage/series?${of}&from=${days[0]}&to=${today}&step=quarter`;
  const loaded = useLoad<Series>(`series ${path} ${lang.value}`, (signal) => getJSON(path, signal));
  const moments = loaded.value ? whole(loaded.value, view.rate) : [];
  const place = report?.items.find((item) => item.id === zone);
  return (
    <>
      <Slider days={days} today={today} />
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {moments.length === 0 && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {moments.length > 0 && (
        <>
          <p>
            {say('timeOf', {
              name: zone ? (place ? partName(place) : zone) : say('total'),
              measure: rateLabel(view.rate, report),
            })}
          </p>
          <Chart moments={moments} words={say(view.rate)} />
          <Moments moments={moments} />
          <p class="note">{say('timeNote')}</p>
        </>
      )}
      <Made path={path} testid="series-source" />
    </>
  );
}

function Slider({ days, today }: { days: readonly string[]; today: string }) {
  const [playing, setPlaying] = useState(false);
  const now = dayAsked() ?? today;
  const at = Math.max(
    0,
    days.findLastIndex((day) => day <= now),
  );
  const go = (i: number): void => {
    const { datetime, ...others } = filters.value;
    const day = days[i] ?? today;
    filters.value = day === today ? others : { ...others, datetime: day };
  };
  useEffect(() => {
    if (!playing) return;
    if (at === days.length - 1) return setPlaying(false);
    const timer = setTimeout(() => go(at + 1), beat);
    return () => clearTimeout(timer);
  }, [playing, at]);
  return (
    <div class="time-slider">
      <button
        type="button"
        data-testid="time-play"
        aria-pressed={playing}
        onClick={() => {
          if (!playing && at === days.length - 1) go(0);
          setPlaying(!playing);
        }}
      >
        {say(playing ? 'pause' : 'play')}
      </button>
      <label>
        <span class="hidden">{say('moment')}</span>
        <input
          type="range"
          data-testid="time-slider"
          min="0"
          max={days.length - 1}
          step="1"
          value={at}
          aria-valuetext={days[at]}
          onInput={(event) => go(Number(event.currentTarget.value))}
        />
      </label>
      <output>{now}</output>
    </div>
  );
}

const width = 340;
const height = 120;

/** A small line: from 0 to 100 %, broken where nothing can be told. */
function Chart({ moments, words }: { moments: readonly Moment[]; words: string }) {
  const x = (i: number): number => 30 + (i * (width - 40)) / Math.max(1, moments.length - 1);
  const y = (rate: number): number => height - 14 - rate * (height - 24);
  const told = moments.map(({ rate }, i) => (rate.rate === null ? undefined : { x: x(i), y: y(rate.rate) }));
  const line = told.map((p, i) => (p ? `${told[i - 1] ? 'L' : 'M'}${p.x.toFixed(1)} ${p.y.toFixed(1)}` : '')).join('');
  return (
    <svg
      class="time-chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={say('chart', { first: moments[0]?.day ?? '', last: moments.at(-1)?.day ?? '', measure: words })}
    >
      {[0, 0.5, 1].map((rate) => (
        <g key={rate}>
          <path class="chart-grid" d={`M30 ${y(rate)}H${width - 8}`} />
          <text x="26" y={y(rate) + 3} text-anchor="end">{`${rate * 100}%`}</text>
        </g>
      ))}
      <path class="chart-line" d={line} />
      {told.map((p, i) => p && <circle key={moments[i]?.day} cx={p.x} cy={p.y} r="3" />)}
    </svg>
  );
}

function Moments({ moments }: { moments: readonly Moment[] }) {
  return (
    <table class="coverage-table moments" data-testid="time-table">
      <caption class="hidden">{say('time')}</caption>
      <thead>
        <tr>
          {(['day', 'covered', 'rate', 'added', 'lost', 'reformed'] as const).map((key) => (
            <th key={key} scope="col">
              {say(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {moments.map(({ day, rate, change }) => (
          <tr key={day} data-day={day}>
            <th scope="row">{day}</th>
            <td>
              {number(rate.numerator)} / {number(rate.denominator)}
            </td>
            <td>{percent(rate)}</td>
            {(['added', 'lost', 'reformed'] as const).map((name) => (
              <td key={name}>{change ? number(change[name]) : '–'}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
