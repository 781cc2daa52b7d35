import { number } from '../format';
import { t } from '../i18n';
import { sorted } from './figures';
import { Legend } from './Legend';
import { byWords, partName, percent, rateLabel, shown } from './report';
import { say } from './words';

/** So many rows fit on what is printed beside the map. */
const most = 60;

/** The ranking on paper, with its colors, denominators and day. */
export function Printed() {
  const now = shown.value;
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
