import { Failed } from '../components/Failed';
import { number } from '../format';
import { lang, t } from '../i18n';
import { useLoad } from '../load';
import { answerOf, keyOf } from '../question';
import { analysis, dayAsked, filters } from '../state';
import type { Hotspot, Hotspots } from './answers';
import { cellWidths, usualCell } from './cells';
import { circle, lookAt, type Overlay, useOverlay } from './overlay';
import { Choice, Definition, Files, length, useReady } from './parts';
import { type AnalysisView, type Area, analysisQuestion, asking, askOf } from './view';
import { say } from './words';

const byDefault = { by: 'hexagon', metres: '500', alpha: '0.05' } as const;

/** Where the gaps of an area cluster, with method and significance. */
export function HotspotList({ view, area }: { view: AnalysisView; area: Area }) {
  const usual: Record<keyof typeof byDefault, string> = { ...byDefault, metres: String(usualCell(area)) };
  const asked = { ...usual, ...askOf(view) };
  const ask: Record<string, string> = { ...askOf(view) };
  if (asked.by === 'hexagon' && asked.metres !== byDefault.metres) ask.metres = asked.metres;
  const question = analysisQuestion('/api/gaps/hotspots', area, ask, dayAsked(), filters.value.zone);
  const loaded = useLoad<Hotspots>(`${keyOf(question)} ${lang.value}`, (signal) => answerOf(question, signal));
  const found = loaded.value;
  useReady(loaded.state !== 'loading');
  useOverlay(`${keyOf(question)} ${lang.value} ${found?.passport.version}`, () =>
    (found?.hotspots ?? []).flatMap((spot, i) => drawn(spot, i, Number(asked.metres))),
  );
  const set = (name: keyof typeof byDefault) => (value: string) => {
    analysis.value = asking(view, name, value === usual[name] ? '' : value);
  };
  return (
    <>
      <div class="analysis-form">
        <Choice
          label={say('cells')}
          value={asked.by}
          options={[
            ['hexagon', say('hexagon')],
            ['grid', say('grid')],
          ]}
          testid="hotspots-by"
          set={set('by')}
        />
        {asked.by === 'hexagon' && (
          <Choice
            label={say('cellWidth')}
            value={asked.metres}
            options={(area.kind === 'polygon' ? cellWidths : cellWidths.slice(0, 4)).map((m) => [String(m), length(m)])}
            testid="hotspots-metres"
            set={set('metres')}
          />
        )}
        <Choice
          label={say('alpha')}
          value={asked.alpha}
          options={['0.01', '0.05', '0.1'].map((a) => [a, a])}
          testid="hotspots-alpha"
          set={set('alpha')}
        />
      </div>
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {!found && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {found && (
        <>
          <p class="analysis-means" data-testid="hotspots-method">
            {say('hotMethod', {
              runs: number(Number(found.passport.parameters.runs)),
              alpha: number(Number(found.passport.parameters.alpha), 3),
            })}
          </p>
          {found.hotspots.length === 0 ? (
            <p class="note" data-testid="hotspots-none">
              {say('hotNone')}
            </p>
          ) : (
            <Table found={found} width={Number(asked.metres)} />
          )}
          <p class="analysis-means">
            {say('hotLeft', {
              cells: number(found.cells),
              unknown: number(found.passport.unknown ?? 0),
              unlocated: number(found.unlocated),
              out: number(found.in_no_cell),
            })}
          </p>
          <Files {...question} name="hotspots" drawn />
          <Definition passport={found.passport} {...question} />
        </>
      )}
    </>
  );
}

// The circle ends at the middles of its outermost cells: a single cell has none.
const drawn = (spot: Hotspot, i: number, width: number): Overlay => [
  circle('hotspot', spot.center, spot.radius + width / 2, say('hotOne', { n: i + 1 })),
];

function Table({ found, width }: { found: Hotspots; width: number }) {
  return (
    <table class="analysis-table" data-testid="hotspots">
      <caption class="hidden">{say('hotspots')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('hotspots')}</th>
          <th scope="col">{say('hotGaps')}</th>
          <th scope="col">{say('hotExpected')}</th>
          <th scope="col">{say('hotP')}</th>
        </tr>
      </thead>
      <tbody>
        {found.hotspots.map((spot, i) => (
          <tr key={`${spot.center}`}>
            <th scope="row">
              <button type="button" class="row-link" onClick={() => lookAt(drawn(spot, i, width))}>
                {say('hotOne', { n: i + 1 })}
              </button>
              <p class="note">{say('hotRadius', { far: length(spot.radius + width / 2) })}</p>
            </th>
            <td>
              {number(spot.gaps)} / {number(spot.enterprises)}
            </td>
            <td>{number(spot.expected, 1)}</td>
            <td>{number(spot.p, 3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
