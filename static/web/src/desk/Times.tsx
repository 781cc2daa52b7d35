import { useState } from 'preact/hooks';
import { Icon } from '../components/Icons';
import { number } from '../format';
import { setTour } from './acts';
import { conflictsOfAll, minutesOf, type Timetable } from './board';
import { editing, late, table, tableFault, work } from './desk';
import { bestOrder, cancel, planFault, share, verdict } from './planning';
import { Wrong } from './StopList';
import { say } from './words';
import { tourNames, type Work } from './work';

const usualLate = 20;

/** When the tour starts and ends, in how many groups, what would be if it were late, and the best order. */
export function Times() {
  const now = work.value;
  if (!now) return null;
  return (
    <section class="desk-times" aria-labelledby="desk-times">
      <h3 id="desk-times">{say('times')}</h3>
      <div class="desk-form desk-short">
        {tourNames.map((name) => (
          <label key={name} for={`desk-${name}`}>
            <span>{say(name)}</span>
            {isClock(name) ? (
              <input type="text" placeholder="09:00" maxLength={5} {...common(name, now)} />
            ) : (
              <input type="number" min={1} {...common(name, now)} />
            )}
          </label>
        ))}
        <label>
          <span>{say('lateBy')}</span>
          <input
            type="number"
            name="late"
            min={0}
            max={600}
            value={late.value === 0 ? '' : String(late.value)}
            onInput={(event) => {
              late.value = Math.max(0, Math.min(600, Math.round(Number(event.currentTarget.value) || 0)));
            }}
          />
        </label>
      </div>
      <Outcome />
      <div class="desk-best">
        <button
          type="button"
          class="desk-button"
          data-testid="desk-late"
          aria-pressed={late.value === usualLate}
          onClick={() => {
            late.value = late.value === usualLate ? 0 : usualLate;
          }}
        >
          {say('late20')}
        </button>
        {editing.value && <Best />}
      </div>
    </section>
  );
}

const common = (name: (typeof tourNames)[number], now: Work) => ({
  id: `desk-${name}`,
  name: `tour-${name}`,
  readOnly: !editing.value,
  value: String(now.tour[name] ?? ''),
  onInput: (event: { currentTarget: { value: string } }) => setTour(name, event.currentTarget.value),
});

const isClock = (name: string): boolean => name === 'start' || name === 'finish';

/** What comes of it: the end, and how much is wrong. */
function Outcome() {
  const shown = table.value;
  const n = shown?.conflicts.length ?? 0;
  return (
    <div class="desk-outcome" data-testid="desk-outcome" data-late={shown?.late} role="status">
      {shown ? (
        <p>
          {shown.late > 0 && <b>{say('supposed', { n: shown.late })}</b>}
          {say('ends', { start: shown.start, ends: shown.ends, span: spanOf(shown) })}
          {' · '}
          <span class={n > 0 ? 'desk-bad' : ''} data-testid="desk-conflicts">
            {n === 0 ? say('allFits') : n === 1 ? say('conflictOne') : say('conflicts', { n: number(n) })}
          </span>
        </p>
      ) : (
        <p class="note">{say('computing')}</p>
      )}
      {shown?.start_assumed && shown.late === 0 && <p class="note">{say('assumed')}</p>}
      {tableFault.value && <p class="desk-bad">{say('notComputed', { why: tableFault.value })}</p>}
      <Wrong conflicts={conflictsOfAll(shown)} />
    </div>
  );
}

function spanOf(t: Timetable): string {
  const minutes = minutesOf(t.ends) - minutesOf(t.start);
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  return h > 0 ? say('span', { h, m }) : say('spanShort', { m });
}

function Best() {
  const [first, setFirst] = useState(false);
  const [last, setLast] = useState(false);
  const percent = Math.round(100 * (share.value ?? 0));
  return (
    <>
      <button
        type="button"
        class="desk-button"
        data-testid="desk-best"
        disabled={share.value !== undefined || (work.value?.stops.length ?? 0) < 2}
        onClick={() => void bestOrder({ first, last })}
      >
        {say('best')}
      </button>
      {(
        [
          ['bestFirst', first, setFirst],
          ['bestLast', last, setLast],
        ] as const
      ).map(([words, on, set]) => (
        <label key={words}>
          <input type="checkbox" checked={on} onChange={(event) => set(event.currentTarget.checked)} />
          <span>{say(words)}</span>
        </label>
      ))}
      {share.value !== undefined && (
        <p class="desk-progress">
          <progress max={100} value={percent} aria-label={say('best')} />
          <span>{say('planning', { n: percent })}</span>
          <button type="button" class="desk-button" data-testid="desk-cancel" onClick={cancel}>
            <Icon name="close" size={16} />
            {say('cancel')}
          </button>
        </p>
      )}
      {verdict.value && (
        <p class="note" data-testid="desk-verdict">
          {verdict.value}
        </p>
      )}
      {planFault.value && (
        <p class="field-error" role="alert">
          {planFault.value}
        </p>
      )}
    </>
  );
}
