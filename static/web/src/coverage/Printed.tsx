import { number } from '../format';
import { t } from '../i18n';
import { sorted } from './figures';
import { Legend } from './Legend';
import { byWords, measured, partName, percent, rateLabel, rateWords, shown } from './report';
import { rates } from './view';
import { say } from './words';

/** So many rows fit on what is printed beside the map. */
const most = 60;

/** The ranking on paper, with its colors, denominators and day, and the area that is drawn on the map beside it. */
export function Printed() {
  const [now, area] = [shown.value, measured.value];
  if (!now) return null;
  const { view, report } = now;
  const rows = sorted(report.items, view.rate, { key: 'rate', down: true }, partName).slice(0, most);
  const total = report.total[view.rate];
  return (
    <div class="coverage-printed">
      <p>
        <b>{`${rateLabel(view.rate, report)} · ${byWords(view.by)}`}</b> ·{' '}
        {t('asOfDay', { day: report.passport.as_of })} · {say('total')} {percent(total)} ({number(total.numerator)} /{' '}
        {number(total.denominator)}) · {say('settings')} {report.passport.settings_hash}
      </p>
      {area && (
        <p data-testid="printed-area">
          <b>{say('areaOf')}</b> · {rates.map((rate) => `${say(rate)} ${rateWords(area[rate])}`).join(' · ')}
        </p>
      )}
      <Legend />
      <ol>
        {rows.map((item) => {
          const of = item[view.rate];
          return (
            <li key={item.id ?? ''}>
              {partName(item)} {percent(of)} ({number(of.numerator)} / {number(of.denominator)})
            </li>
          );
        })}
      </ol>
    </div>
  );
}
