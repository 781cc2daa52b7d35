import { number } from '../format';
import { classOf, type Figures } from './figures';
import { RateBar } from './Legend';
import { percent } from './report';
import { rates } from './view';
import { say } from './words';

/** The four rates of one area. */
export function Rates({ figures }: { figures: Figures }) {
  return (
    <table class="coverage-table rates">
      <caption class="hidden">{say('coverage')}</caption>
      <thead>
        <tr>
          {(['measure', 'denominator', 'covered', 'unknown', 'rate'] as const).map((key) => (
            <th key={key} scope="col" class={`col-${key}`}>
              {say(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rates.map((rate) => {
          const of = figures[rate];
          return (
            <tr key={rate} data-rate={rate}>
              <th scope="row">{say(rate)}</th>
              <td>{number(of.denominator)}</td>
              <td>{number(of.numerator)}</td>
              <td>{number(of.unknown)}</td>
              <td class="col-rate">
                <RateBar rate={of.rate} at={classOf(of.rate)} />
                <span>{percent(of)}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
