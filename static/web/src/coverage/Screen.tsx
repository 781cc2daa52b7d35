import { useEffect, useState } from 'preact/hooks';
import { Failed } from '../components/Failed';
import { positionWords } from '../components/Notices';
import { figure, number } from '../format';
import { t } from '../i18n';
import { mapState, screen } from '../state';
import { classOf, type Item, type Report, type Shapes } from './figures';
import { Legend, RateBar } from './Legend';
import { partName, percent, rateLabel, useReport } from './report';
import type { CoverageView } from './view';
import { say } from './words';

/** How long each zone stands. */
const turn = 10_000;

/** The zones in turn for a screen on a wall: large, and nothing to press. */
export function Screen({ view }: { view: CoverageView }) {
  const loaded = useReport({ ...view, by: 'zone' });
  useEffect(() => {
    if (loaded.state === 'done') document.documentElement.dataset.ready = 'true';
  }, [loaded.state]);
  if (loaded.state === 'failed') return <Failed message={loaded.message} again={loaded.again} />;
  if (!loaded.value) return <p class="note">{t('loading')}</p>;
  return <Turning view={view} report={loaded.value.report} shapes={loaded.value.shapes} />;
}

function Turning({ view, report, shapes }: { view: CoverageView; report: Report; shapes: Shapes }) {
  const told = report.items.filter((item) => item.id !== null);
  const zones = told.some((item) => item.enterprises > 0) ? told.filter((item) => item.enterprises > 0) : told;
  const [step, setStep] = useState(0);
  const [paused, setPaused] = useState(false);
  const item = zones[step % Math.max(1, zones.length)];
  useEffect(() => {
    if (paused) return;
    const timer = setTimeout(() => setStep(step + 1), turn);
    return () => clearTimeout(timer);
  }, [step, paused]);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') screen.value = false;
      else if (event.key === 'ArrowRight') setStep((now) => now + 1);
      else if (event.key === 'ArrowLeft') setStep((now) => now + zones.length - 1);
      else if (event.key === ' ') setPaused((now) => !now);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [zones.length]);
  const drawn = mapState.value !== 'loading';
  useEffect(() => {
    const geometry = item?.id ? shapes.get(item.id) : undefined;
    if (!drawn || !geometry) return;
    dispatchEvent(
      new CustomEvent('beltmap:show', { detail: { type: 'Feature', id: item?.id, geometry, properties: {} } }),
    );
  }, [item?.id, drawn, shapes]);
  if (!item) return <p class="note">{say('noData')}</p>;
  return <Slide view={view} report={report} item={item} at={(step % zones.length) + 1} of={zones.length} />;
}

function Slide(props: { view: CoverageView; report: Report; item: Item; at: number; of: number }) {
  const { view, report, item } = props;
  const of = item[view.rate];
  const stated = item.stated.filter((s) => s.measure === view.rate);
  return (
    <section class="slide" data-testid="slide" data-zone={item.id} aria-labelledby="slide-title">
      <p class="slide-kicker">
        {rateLabel(view.rate, report)} · {t('asOfDay', { day: report.passport.as_of })}
      </p>
      <h1 id="slide-title">{partName(item)}</h1>
      <p class="slide-rate">{percent(of)}</p>
      <RateBar rate={of.rate} at={classOf(of.rate)} />
      <dl>
        {(
          [
            ['covered', of.numerator],
            ['denominatorLong', of.denominator],
            ['unknownLong', of.unknown],
            ['allLong', item.enterprises],
          ] as const
        ).map(([key, n]) => (
          <div key={key}>
            <dt>{say(key)}</dt>
            <dd>{number(n)}</dd>
          </div>
        ))}
      </dl>
      {item.operation_unstated > 0 && (
        <p class="slide-stated">{say('unstatedAside', { n: number(item.operation_unstated) })}</p>
      )}
      {stated.map((s) => (
        <p key={s.id} class="slide-stated">
          {say('statedRow', { value: figure(s) })}
        </p>
      ))}
      <Legend />
      <p class="slide-foot">
        {say('screenOf', { n: props.at, total: props.of })}
        {positionWords() && ` · ${positionWords()}`}
      </p>
      <p class="hidden">{say('screenHow')}</p>
    </section>
  );
}
