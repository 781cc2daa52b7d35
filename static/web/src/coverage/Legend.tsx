import { dark } from '../state';
import { classTones, edgeTone, paperTone } from './draw';
import { classes } from './figures';
import { shown } from './report';
import { isDrawn } from './view';
import { say } from './words';

/** What the colors mean, each class by its name; over the map it is a part of the map's legend. */
export function Legend({ over = false }: { over?: boolean }) {
  const view = shown.value?.view;
  if (!view || !isDrawn(view.by)) return null;
  const look = dark.value ? 'dark' : 'light';
  return (
    <div class="coverage-legend" data-testid="coverage-legend">
      {over ? <h2>{say('legend')}</h2> : <h3>{say('legend')}</h3>}
      <ul>
        {classes.map((from, i) => (
          <li key={from}>
            <svg width="22" height="16" aria-hidden="true" focusable="false">
              <rect x="0.5" y="0.5" width="21" height="15" fill={classTones[i]?.[look]} stroke={edgeTone[look]} />
            </svg>
            {say('range', { from, to: from + 20 })}
          </li>
        ))}
        <li>
          <svg width="22" height="16" aria-hidden="true" focusable="false">
            <rect x="0.5" y="0.5" width="21" height="15" fill={paperTone[look]} stroke={edgeTone[look]} />
            <path d="M1 10L10 1M1 15L15 1M7 15L21 1M14 15L21 8" stroke={edgeTone[look]} />
          </svg>
          {say('noDataLong')}
        </li>
      </ul>
      <p class="note">{`${say('legendNote')} ${say('onlyAreas')}`}</p>
    </div>
  );
}

/** A rate as a bar in the color of its class; hatched where there is none. */
export function RateBar({ rate, at }: { rate: number | null; at: number | undefined }) {
  const look = dark.value ? 'dark' : 'light';
  const tone = at === undefined ? undefined : classTones[at];
  return (
    <svg
      class={rate === null ? 'rate-bar untold' : 'rate-bar'}
      width="100%"
      height="10"
      aria-hidden="true"
      focusable="false"
    >
      <rect
        x="0.5"
        y="0.5"
        width="99%"
        height="9"
        fill={rate === null ? 'none' : paperTone[look]}
        stroke={edgeTone[look]}
        stroke-dasharray={rate === null ? '3 3' : undefined}
      />
      {rate !== null && rate > 0 && (
        <rect
          x="0.5"
          y="0.5"
          width={`${Math.max(1, rate * 99)}%`}
          height="9"
          fill={tone?.[look]}
          stroke={edgeTone[look]}
        />
      )}
    </svg>
  );
}
