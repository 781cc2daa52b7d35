import { useRef, useState } from 'preact/hooks';
import { length } from '../analysis/parts';
import { Icon } from '../components/Icons';
import { lang } from '../i18n';
import { mapState } from '../state';
import { move, stopName } from './acts';
import { type Conflict, conflictsAt, type Stay } from './board';
import { current, editing, table, work } from './desk';
import { StopForm } from './StopForm';
import { say } from './words';
import type { Stop } from './work';

interface Drag {
  readonly from: number;
  readonly to: number;
  readonly dy: number;
}

/** The stops in order, each with when it is reached and what is wrong there. */
export function StopList() {
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<Drag | undefined>(undefined);
  const stops = work.value?.stops ?? [];
  // The rows' middles when the drag began: rows do not change places before it ends.
  const middles = useRef<readonly number[]>([]);
  const begin = (from: number) => (event: PointerEvent) => {
    if (event.button !== 0) return;
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    const scroller = handle.closest('.panel-scroll');
    const y = event.clientY + (scroller?.scrollTop ?? 0);
    middles.current = rowsOf(list.current).map((row) => {
      const box = row.getBoundingClientRect();
      return box.top + Math.min(box.height, 88) / 2 + (scroller?.scrollTop ?? 0);
    });
    const follow = (e: PointerEvent): void => {
      const box = scroller?.getBoundingClientRect();
      if (scroller && box) {
        if (e.clientY < box.top + 40) scroller.scrollTop -= 12;
        if (e.clientY > box.bottom - 90) scroller.scrollTop += 12;
      }
      const dy = e.clientY + (scroller?.scrollTop ?? 0) - y;
      const middle = (middles.current[from] ?? 0) + dy;
      setDrag({ from, to: middles.current.filter((m, i) => i !== from && m < middle).length, dy });
    };
    const end = (e: PointerEvent): void => {
      handle.removeEventListener('pointermove', follow);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      setDrag((last) => {
        if (last && e.type === 'pointerup') move(from, last.to);
        return undefined;
      });
    };
    handle.addEventListener('pointermove', follow);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  };
  return (
    <section class="desk-stops" aria-labelledby="desk-stops">
      <h3 id="desk-stops">
        {say('stops')} <span class="quiet-count">{stops.length}</span>
      </h3>
      {editing.value && <p class="note">{say(stops.length > 0 ? 'howTo' : 'noStops')}</p>}
      {mapState.value !== 'none' && stops.length > 1 && <p class="note">{say('legsDrawn')}</p>}
      <ol ref={list} class={drag ? 'dragging' : ''} data-testid="desk-stops" aria-labelledby="desk-stops">
        {stops.map((stop, i) => (
          <Row
            key={stop.id}
            stop={stop}
            at={i}
            of={stops.length}
            onGrab={begin(i)}
            {...(drag ? shiftOf(drag, i) : {})}
          />
        ))}
      </ol>
    </section>
  );
}

const rowsOf = (list: HTMLElement | null): HTMLElement[] => [...(list?.children ?? [])] as HTMLElement[];

// Where a row stands while another is dragged: a line says between which it would go.
function shiftOf({ from, to, dy }: Drag, i: number): { style?: Record<string, string>; mark?: string } {
  if (i === from) return { style: { transform: `translateY(${dy}px)` }, mark: 'lifted' };
  if (to === from) return {};
  const before = to < from ? i === to : i === to + 1;
  const after = to > from && i === to;
  return before && to < from ? { mark: 'before' } : after ? { mark: 'after' } : {};
}

interface RowProps {
  readonly stop: Stop;
  readonly at: number;
  readonly of: number;
  readonly onGrab: (event: PointerEvent) => void;
  readonly style?: Record<string, string>;
  readonly mark?: string;
}

function Row({ stop, at, of, onGrab, style, mark }: RowProps) {
  const name = stopName(stop);
  const shown = current.value === stop.id;
  const conflicts = conflictsAt(table.value, stop.id);
  // A group's own stay may differ; the list shows the first, the board all.
  const stay = table.value?.groups[0]?.stops.find((s) => s.stop === stop.id);
  const key = (event: KeyboardEvent): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    move(at, at + by);
    keep(stop.id, 'handle');
  };
  return (
    <li
      class={`desk-row ${conflicts.length > 0 ? 'wrong' : ''}`}
      data-stop={stop.id}
      data-mark={mark}
      aria-current={shown}
      style={style}
    >
      {stay?.leg && (
        <p class="desk-leg">
          {say('leg', { mode: say(stay.leg.mode), minutes: stay.leg.minutes, far: length(stay.leg.metres) })}
          {stay.leg.estimated && ` · ${say('estimated')}`}
        </p>
      )}
      <div class="desk-line">
        {editing.value && (
          <button
            type="button"
            class="desk-handle"
            data-do="handle"
            aria-label={say('handle', { name })}
            title={say('handle', { name })}
            onPointerDown={onGrab}
            onKeyDown={key}
          >
            <Icon name="grip" size={18} />
          </button>
        )}
        <span class="desk-number">
          <span class="hidden">{say('place', { n: at + 1 })}</span>
          <span aria-hidden="true">{at + 1}</span>
        </span>
        <button
          type="button"
          class="desk-name"
          aria-expanded={shown}
          onClick={() => {
            current.value = shown ? '' : stop.id;
          }}
        >
          <b>{name}</b>
          <span class="desk-when">{whenOf(stay, conflicts)}</span>
          <span class="desk-what">{whatOf(stop, stay)}</span>
        </button>
        {editing.value && (
          <span class="desk-moves">
            {(['up', 'down'] as const).map((way) => (
              <button
                key={way}
                type="button"
                data-do={way}
                aria-label={say(way, { name })}
                title={say(way, { name })}
                aria-disabled={way === 'up' ? at === 0 : at === of - 1}
                onClick={() => {
                  move(at, way === 'up' ? at - 1 : at + 1);
                  keep(stop.id, way);
                }}
              >
                <Icon name={way} size={18} />
              </button>
            ))}
          </span>
        )}
      </div>
      {conflicts.length > 0 && <Wrong conflicts={conflicts} />}
      {shown && <StopForm stop={stop} />}
    </li>
  );
}

// A row that was moved is made anew elsewhere in the list: the focus goes along.
function keep(id: string, what: string): void {
  requestAnimationFrame(() => {
    const button = document.querySelector<HTMLElement>(`[data-stop="${CSS.escape(id)}"] [data-do="${what}"]`);
    button?.focus({ preventScroll: true });
    button?.closest('li')?.scrollIntoView({ block: 'nearest' });
  });
}

/** What is wrong, in words. */
export function Wrong({ conflicts }: { conflicts: readonly Conflict[] }) {
  return (
    <ul class="desk-wrong">
      {conflicts.map((c) => (
        <li key={`${c.kind} ${c.group} ${c.text_zh}`} data-conflict={c.kind}>
          <Icon name="warning" size={16} />
          {lang.value === 'zh' ? c.text_zh : c.text_en}
        </li>
      ))}
    </ul>
  );
}

function whenOf(stay: Stay | undefined, conflicts: readonly Conflict[]): string {
  if (stay) return `${stay.begin}–${stay.leave}`;
  return say(conflicts.some((c) => c.kind === 'no_place') ? 'noPlace' : 'noTime');
}

function whatOf(stop: Stop, stay: Stay | undefined): string {
  const v = (name: string): string => String(stop.values[name] ?? '');
  const words: string[] = [];
  if (stay) words.push(say(v('dwell') ? 'stay' : 'stayAssumed', { n: stay.dwell }));
  if (stay && stay.wait > 0) words.push(say('wait', { n: stay.wait }));
  if (v('opens') && v('closes')) words.push(say('hours', { opens: v('opens'), closes: v('closes') }));
  else if (v('opens')) words.push(say('opens', { at: v('opens') }));
  else if (v('closes')) words.push(say('closes', { at: v('closes') }));
  if (v('capacity')) words.push(say('room', { n: v('capacity') }));
  return words.join(' · ');
}
