import { useEffect, useRef, useState } from 'preact/hooks';
import { analysisQuestion } from '../analysis/view';
import { Failed } from '../components/Failed';
import { MadeBy } from '../components/Take';
import { formatCoordinates, parseCoordinates } from '../edit/values';
import { number } from '../format';
import { lang, t } from '../i18n';
import { useLoad } from '../load';
import type { Drawing } from '../map/draw';
import { answerOf, keyOf } from '../question';
import type { Geometry } from '../records';
import { announced, coverage, dayAsked, drawingArea, filters, mapState, settings } from '../state';
import type { Report } from './figures';
import { Onward } from './Onward';
import { Passport } from './Passport';
import { Rates } from './Rates';
import { measured, shown } from './report';
import { type Corner, type CoverageView, polygonOf } from './view';
import { say } from './words';

const cornersOf = (geometry: Geometry): readonly Corner[] | undefined =>
  geometry.type === 'Polygon'
    ? geometry.coordinates[0]?.slice(0, -1).map(([lon = 0, lat = 0]): Corner => [lon, lat])
    : undefined;

/** An area that is drawn on the map or typed, and its rates. */
export function Area({ view }: { view: CoverageView }) {
  const [active, setActive] = useState(false);
  const { area } = view;
  const set = (next: readonly Corner[] | undefined): void => {
    const { area: _, ...others } = coverage.value ?? view;
    coverage.value = next ? { ...others, area: next } : others;
  };
  useDrawing(active || area !== undefined, area, set);
  return (
    <section class="coverage-area" aria-labelledby="area-title" data-testid="coverage-area">
      <h3 id="area-title">{say(area ? 'areaOf' : 'area')}</h3>
      <p class="actions">
        {mapState.value !== 'none' && (
          <button
            type="button"
            data-testid="area-draw"
            aria-pressed={active && !area}
            onClick={() => {
              set(undefined);
              setActive(area !== undefined || !active);
              announced.value = say('areaHow');
            }}
          >
            {say(area ? 'areaAgain' : active ? 'areaStop' : 'areaDraw')}
          </button>
        )}
        {area && (
          <button
            type="button"
            data-testid="area-clear"
            onClick={() => {
              setActive(false);
              set(undefined);
            }}
          >
            {say('areaClear')}
          </button>
        )}
      </p>
      {active && !area && <p class="note">{say('areaHow')}</p>}
      <Typed area={area} set={set} />
      {area && <Measured area={area} />}
    </section>
  );
}

/** Keeps the area under the reader's hand on the map as long as it is wanted there. */
function useDrawing(
  wanted: boolean,
  area: readonly Corner[] | undefined,
  set: (next: readonly Corner[] | undefined) => void,
): void {
  const drawing = useRef<Drawing | undefined>(undefined);
  const own = useRef<readonly Corner[] | undefined>(undefined);
  const current = useRef(area);
  current.current = area;
  const show = (): void => {
    own.current = current.current;
    drawing.current?.show('polygon', current.current ? polygonOf(current.current) : null);
  };
  useEffect(() => {
    const { map } = window.beltmap;
    if (!wanted || !map || mapState.value !== 'idle') return;
    let stopped = false;
    drawingArea.value = true;
    void import('../map/draw').then(({ drawOn }) => {
      if (stopped) return;
      drawing.current = drawOn(map, (geometry) => {
        const corners = cornersOf(geometry);
        own.current = corners;
        set(corners);
      });
      show();
      if (current.current)
        dispatchEvent(new CustomEvent('beltmap:sight', { detail: { geometry: polygonOf(current.current) } }));
      document.documentElement.dataset.drawing = 'true';
    });
    return () => {
      stopped = true;
      drawing.current?.stop();
      drawing.current = undefined;
      drawingArea.value = false;
      delete document.documentElement.dataset.drawing;
    };
  }, [wanted, mapState.value === 'none', mapState.value !== 'loading' || drawing.current !== undefined]);
  useEffect(() => {
    if (own.current !== area) show();
  }, [area]);
}

/** The same by keyboard. */
function Typed({
  area,
  set,
}: {
  area: readonly Corner[] | undefined;
  set: (next: readonly Corner[] | undefined) => void;
}) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  useEffect(() => setText(area ? formatCoordinates(polygonOf(area)) : ''), [area]);
  return (
    <form
      class="area-typed"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        try {
          const read = parseCoordinates('polygon', text);
          setWrong(read === null);
          if (read) set(cornersOf(read));
        } catch {
          setWrong(true);
        }
      }}
    >
      <label>
        {say('areaType')}
        <textarea
          data-testid="area-text"
          rows={3}
          spellcheck={false}
          value={text}
          aria-invalid={wrong}
          aria-describedby="area-wrong"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <p id="area-wrong" class="field-error" role="alert">
        {wrong && say('areaWrong')}
      </p>
      <button type="submit" data-testid="area-count">
        {say('areaCount')}
      </button>
    </form>
  );
}

function Measured({ area }: { area: readonly Corner[] }) {
  const top = useRef<HTMLDivElement>(null);
  const drawn = { kind: 'polygon', corners: area } as const;
  const question = analysisQuestion('/api/coverage', drawn, {}, dayAsked(), filters.value.zone);
  const loaded = useLoad<Report>(`area ${keyOf(question)} ${lang.value}`, (signal) => answerOf(question, signal));
  const report = loaded.value;
  const item = report?.items[0];
  // What becomes of a drawing is seen without looking for it, once what stands above it is there.
  const settled = shown.value !== undefined;
  useEffect(
    () => top.current?.scrollIntoView({ block: 'nearest', behavior: 'instant' }),
    [settled, item !== undefined, loaded.state === 'failed'],
  );
  useEffect(() => {
    measured.value = item;
    return () => {
      measured.value = undefined;
    };
  }, [item]);
  return (
    <div ref={top}>
      {loaded.state === 'failed' ? (
        <Failed message={loaded.message} again={loaded.again} />
      ) : report && item ? (
        <div data-testid="area-rates">
          <Rates figures={item} />
          {item.unlocated > 0 && <p class="note">{say('unlocated', { n: number(item.unlocated) })}</p>}
          {settings.value?.class === 'internal' && <Onward area={drawn} testid="area" />}
          <Passport passport={report.passport} definition={undefined} />
          <MadeBy asked={question} title={say('areaMade')} testid="area-source" />
        </div>
      ) : (
        <p class="note">{t('loading')}</p>
      )}
    </div>
  );
}
