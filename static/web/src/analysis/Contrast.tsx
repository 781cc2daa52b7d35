import { codeLabel, fieldOf, number } from '../format';
import { nameOf } from '../i18n';
import { analysis, select } from '../state';
import {
  type Beside,
  type Figures,
  type RateName,
  rates,
  type ScenarioCoverage,
  type ScenarioDifference,
} from './answers';
import { mark, type Overlay, star, useOverlay } from './overlay';
import { Choice, percent } from './parts';
import { asking } from './view';
import { say } from './words';

const parts = ['zone', 'grid', 'belt', 'industry'] as const;
const mostRows = 50;

/** Rates before and after a scenario, and after another one, and the enterprises that change. */
export function Contrast({ coverage, difference }: { coverage: ScenarioCoverage; difference: ScenarioDifference }) {
  const both = coverage.with !== undefined;
  const moved = coverage.items.filter(moves);
  return (
    <>
      <table class="analysis-table" data-testid="contrast">
        <caption class="hidden">{say('measure')}</caption>
        <Head both={both} first={say('measure')} coverage={coverage} />
        <tbody>
          {rates.map((name) => (
            <Row key={name} label={say(name)} name={name} beside={coverage.total} both={both} />
          ))}
        </tbody>
      </table>
      <div class="analysis-form">
        <Choice
          label={say('by')}
          value={analysis.value?.ask.by ?? 'zone'}
          options={parts.map((by) => [by, say(`by_${by}`)])}
          testid="contrast-by"
          set={(value) => {
            if (analysis.value) analysis.value = asking(analysis.value, 'by', value === 'zone' ? '' : value);
          }}
        />
      </div>
      {moved.length === 0 ? (
        <p class="note">{say('partsNone')}</p>
      ) : (
        <table class="analysis-table" data-testid="contrast-parts">
          <caption>{say('partsChanged')}</caption>
          <Head both={both} first={say('by')} coverage={coverage} />
          <tbody>
            {moved.slice(0, mostRows).map((item) => (
              <Row
                key={item.id}
                label={item.id ? nameOf({ ...item, id: item.id }) : say('noneGiven')}
                name="organizational"
                beside={item}
                both={both}
              />
            ))}
          </tbody>
        </table>
      )}
      <Changes difference={difference} />
    </>
  );
}

const differ = (a: Figures, b: Figures | undefined): boolean =>
  b !== undefined && a.organizational.numerator !== b.organizational.numerator;
const moves = (item: Beside): boolean => differ(item.before, item.after) || differ(item.before, item.with);

function Head({ both, first, coverage }: { both: boolean; first: string; coverage: ScenarioCoverage }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        <th scope="col">{say('before')}</th>
        <th scope="col" class="supposed-cell">
          {both ? coverage.scenario.name : say('after')}
        </th>
        {both && (
          <th scope="col" class="supposed-cell">
            {coverage.with?.name ?? say('withOther')}
          </th>
        )}
      </tr>
    </thead>
  );
}

function Row({ label, name, beside, both }: { label: string; name: RateName; beside: Beside; both: boolean }) {
  return (
    <tr data-rate={name}>
      <th scope="row">{label}</th>
      <Cell figures={beside.before} name={name} />
      <Cell figures={beside.after} name={name} supposed />
      {both && beside.with && <Cell figures={beside.with} name={name} supposed />}
    </tr>
  );
}

function Cell({ figures, name, supposed = false }: { figures: Figures; name: RateName; supposed?: boolean }) {
  const rate = figures[name];
  return (
    <td class={supposed ? 'supposed-cell' : ''}>
      {percent(rate.rate)}
      {rate.rate !== null && (
        <svg class="step-bar" width="100%" height="8" aria-hidden="true">
          <rect width={`${100 * rate.rate}%`} height="8" rx="3" />
        </svg>
      )}
      <p class="note">
        {number(rate.numerator)} / {number(rate.denominator)}
      </p>
      {rate.unknown > 0 && <p class="note">{say('rateUnknown', { n: number(rate.unknown) })}</p>}
    </td>
  );
}

function Changes({ difference }: { difference: ScenarioDifference }) {
  const list = difference.enterprises;
  const label = (status: string): string => codeLabel(fieldOf('enterprises', 'status'), status);
  return (
    <>
      <h4>
        {say('changed')} <span class="quiet-count">{say('changedCount', { n: number(list.length) })}</span>
      </h4>
      {list.length === 0 && <p class="note">{say('changedNone')}</p>}
      <ul class="named" data-testid="changed">
        {list.slice(0, mostRows).map((e) => (
          <li key={e.id}>
            <button
              type="button"
              class="row-link"
              data-id={e.id}
              onClick={() => select({ collection: 'enterprises', id: e.id })}
            >
              {nameOf(e)}
            </button>
            <span class="note">
              {[e.before, e.after, ...(e.with ? [e.with] : [])].map((s) => label(s.status)).join(' → ')}
            </span>
          </li>
        ))}
      </ul>
      {list.length > mostRows && <p class="note">{say('changedMore', { n: number(list.length - mostRows) })}</p>}
    </>
  );
}

/** Draws what a scenario changes and proposes, as something supposed. */
export function useContrastOverlay(key: string, difference: ScenarioDifference | undefined): void {
  useOverlay(key, () => (difference ? drawn(difference) : []));
}

function drawn({ enterprises, proposals, with_proposals = [] }: ScenarioDifference): Overlay {
  const at = new Map(enterprises.flatMap((e) => (e.point ? [[e.id, e.point] as const] : [])));
  const held = [...proposals, ...with_proposals].filter((p) => p.state === 'applies');
  return [
    ...[...at.values()].map((point) => mark('changed', point)),
    ...held.flatMap((p) => {
      if (!p.place) return [];
      const ends = (p.covers ?? []).map((id) => at.get(id)).filter((point) => point !== undefined);
      return [...(ends.length > 1 ? [star('proposed', p.place, ends)] : []), mark('proposed', p.place, p.name ?? '')];
    }),
  ];
}
