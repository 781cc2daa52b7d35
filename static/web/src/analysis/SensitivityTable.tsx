import { Failed } from '../components/Failed';
import { number } from '../format';
import { lang, t } from '../i18n';
import { useLoad } from '../load';
import { answerOf, keyOf } from '../question';
import { analysis, dayAsked, filters } from '../state';
import type { CurvePoint, Scale, Sensitivity } from './answers';
import { Choice, Definition, Files, length, percent, useReady } from './parts';
import { type AnalysisView, type Area, analysisQuestion, asking, askOf } from './view';
import { say } from './words';

const minutes = '5.10.15.20.30';

/** The same rate by other units, and how many gaps have something near over the distance. */
export function SensitivityTable({ view, area }: { view: AnalysisView; area: Area }) {
  const { minutes: asked } = askOf(view);
  const ask: Record<string, string> = asked ? { minutes: asked.replaceAll('.', ',') } : {};
  const question = analysisQuestion('/api/gaps/sensitivity', area, ask, dayAsked(), filters.value.zone);
  const loaded = useLoad<Sensitivity>(`${keyOf(question)} ${lang.value}`, (signal) => answerOf(question, signal));
  const found = loaded.value;
  useReady(loaded.state !== 'loading');
  return (
    <>
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {!found && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {found && (
        <>
          <p class="analysis-means">{say('sensitivityNote')}</p>
          <Scales scales={found.scales} />
          {found.unlocated > 0 && <p class="analysis-means">{say('noPosition', { n: number(found.unlocated) })}</p>}
          <h3>{say('curve')}</h3>
          <div class="analysis-form">
            <Choice
              label={say('unit')}
              value={asked ?? ''}
              options={[
                ['', say('byMetres')],
                [minutes, say('byMinutes')],
              ]}
              testid="sensitivity-unit"
              set={(value) => {
                analysis.value = asking(view, 'minutes', value);
              }}
            />
          </div>
          <p class="analysis-means" data-testid="curve-means">
            {say('curveOf', { total: number(found.gaps) })} {say(onRoad(found) ? 'curveByRoad' : 'curveStraight')}
            {found.way_unknown > 0 && ` ${say('curveNoWay', { n: number(found.way_unknown) })}`}
          </p>
          <Curve points={found.curve} total={found.gaps} />
          <Files {...question} name="sensitivity" />
          <Definition passport={found.passport} {...question} />
        </>
      )}
    </>
  );
}

const onRoad = ({ passport }: Sensitivity): boolean => passport.parameters.distance === 'road';

function unitOf(scale: Scale): string {
  if (scale.by === 'zone') return say('scaleZone');
  if (scale.by === 'grid' || scale.metres === null) return say('scaleGrid');
  return say('scaleHexagon', { far: length(scale.metres) });
}

function Scales({ scales }: { scales: readonly Scale[] }) {
  return (
    <table class="analysis-table" data-testid="scales">
      <caption class="hidden">{say('scaleSpread')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('scaleBy')}</th>
          <th scope="col">{say('scaleUnits')}</th>
          <th scope="col">{say('scaleRate')}</th>
          <th scope="col">{say('scaleSpread')}</th>
        </tr>
      </thead>
      <tbody>
        {scales.map((scale) => (
          <tr key={`${scale.by} ${scale.metres}`}>
            <th scope="row">
              {unitOf(scale)}
              {scale.in_no_unit > 0 && <p class="note">{say('scaleLeft', { n: number(scale.in_no_unit) })}</p>}
            </th>
            <td>{number(scale.units)}</td>
            <td>
              {percent(scale.rate)}
              <p class="note">
                {number(scale.numerator)} / {number(scale.denominator)}
              </p>
            </td>
            <td>
              <SpreadBar scale={scale} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The units' rates from 0 to 100 %: a line from least to greatest, a box between the quartiles, a stroke at the median. */
function SpreadBar({ scale: { spread } }: { scale: Scale }) {
  if (!spread) return <>{say('noData')}</>;
  const words = [spread.least, spread.lower_quartile, spread.median, spread.upper_quartile, spread.greatest].map(
    percent,
  );
  const x = (rate: number): number => 2 + rate * 96;
  return (
    <>
      <svg class="spread" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">
        <line class="spread-all" x1="2" x2="98" y1="7" y2="7" />
        <line class="spread-range" x1={x(spread.least)} x2={x(spread.greatest)} y1="7" y2="7" />
        <rect
          class="spread-box"
          x={x(spread.lower_quartile)}
          width={Math.max(0.5, x(spread.upper_quartile) - x(spread.lower_quartile))}
          y="2"
          height="10"
        />
        <line class="spread-median" x1={x(spread.median)} x2={x(spread.median)} y1="1" y2="13" />
      </svg>
      <p class="note">{`${words[0]} · ${words[1]}–${words[3]} · ${words[2]} · ${words[4]}`}</p>
    </>
  );
}

const [width, height] = [360, 120];

function Curve({ points, total }: { points: readonly CurvePoint[]; total: number }) {
  const far = (p: CurvePoint): string => (p.minutes === null ? length(p.metres) : say('minutes', { n: p.minutes }));
  const line = (of: 'organization' | 'center'): string =>
    points
      .map((p, i) => `${xOf(i, points.length).toFixed(1)},${(height - 8 - (height - 16) * (p[of] / total)).toFixed(1)}`)
      .join(' ');
  return (
    <>
      {total > 0 && (
        <svg class="curve" viewBox={`0 0 ${width} ${height}`} width="100%" aria-hidden="true">
          <line class="curve-axis" x1="8" x2={width - 8} y1={height - 8} y2={height - 8} />
          <line class="curve-axis" x1="8" x2={width - 8} y1="8" y2="8" stroke-dasharray="2 4" />
          <polyline class="curve-organization" points={line('organization')} />
          <polyline class="curve-center" points={line('center')} />
        </svg>
      )}
      <table class="analysis-table" data-testid="curve">
        <caption class="hidden">{say('curve')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('curveWithin')}</th>
            <th scope="col">
              <span class="key-organization">{say('curveOrganization')}</span>
            </th>
            <th scope="col">
              <span class="key-center">{say('curveCenter')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {points.map((p) => (
            <tr key={p.metres}>
              <th scope="row">{far(p)}</th>
              <td>{number(p.organization)}</td>
              <td>{number(p.center)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const xOf = (i: number, n: number): number => 8 + (i * (width - 16)) / Math.max(1, n - 1);
