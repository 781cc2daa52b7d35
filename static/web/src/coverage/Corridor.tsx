import { number } from '../format';
import { select } from '../state';
import { classOf, type Figures, type Item, type Report } from './figures';
import { RateBar } from './Legend';
import { partName, percent } from './report';
import type { RateName } from './view';
import { say } from './words';

/** So wide is the corridor in the list of choices, in metres. */
export const corridors = [100, 300, 500, 1000, 2000, 5000] as const;

/** Who stands near each belt: those that take part in it, and those that do not. */
export function Corridor({ report, rate, metres }: { report: Report; rate: RateName; metres: number }) {
  const belts = report.items.filter((item) => item.id !== null);
  return (
    <section data-testid="corridor" aria-labelledby="corridor-title">
      <h3 id="corridor-title">{say('corridorOf', { metres: number(metres) })}</h3>
      <p class="note">{say('corridorNote')}</p>
      {belts.length === 0 ? (
        <p class="note">{say('corridorNone')}</p>
      ) : (
        <table class="coverage-table corridors">
          <caption class="hidden">{say('corridorOf', { metres: number(metres) })}</caption>
          <thead>
            <tr>
              {(['name', 'within', 'takingPart', 'notTakingPart'] as const).map((key) => (
                <th key={key} scope="col">
                  {say(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {belts.map((item) => (
              <Row key={item.id} item={item} rate={rate} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row({ item, rate }: { item: Item; rate: RateName }) {
  const { id, corridor } = item;
  const elsewhere = item.enterprises - (corridor?.participating.enterprises ?? 0);
  return (
    <tr data-corridor={id}>
      <th scope="row">
        <button type="button" onClick={() => id !== null && select({ collection: 'belts', id })}>
          {partName(item)}
        </button>
        {corridor && elsewhere > 0 && <p class="note">{say('elsewhere', { n: number(elsewhere) })}</p>}
      </th>
      {corridor ? (
        <>
          <td>{number(corridor.within.enterprises)}</td>
          <Side figures={corridor.participating} rate={rate} />
          <Side figures={corridor.not_participating} rate={rate} />
        </>
      ) : (
        <td colSpan={3}>{say('corridorUntold')}</td>
      )}
    </tr>
  );
}

/** How many they are, and their rate with what it was made of. */
function Side({ figures, rate }: { figures: Figures; rate: RateName }) {
  const of = figures[rate];
  return (
    <td class="col-side">
      <b>{number(figures.enterprises)}</b>
      {figures.enterprises > 0 && (
        <>
          <RateBar rate={of.rate} at={classOf(of.rate)} />
          <span>{percent(of)}</span>
          <span class="stated-mark">
            {number(of.numerator)} / {number(of.denominator)}
            {of.unknown > 0 && ` · ${say('unknown')} ${number(of.unknown)}`}
          </span>
        </>
      )}
    </td>
  );
}
