import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { figure, number } from '../format';
import { lang } from '../i18n';
import { hovered, sameRef, select, selection } from '../state';
import type { Ref } from '../url';
import {
  classOf,
  collectionOf,
  type Item,
  type Order,
  type Report,
  type Shapes,
  type SortKey,
  sorted,
  sortKeys,
} from './figures';
import { RateBar } from './Legend';
import { Pages } from './Pages';
import { byWords, partName, percent, rateLabel } from './report';
import type { CoverageView } from './view';
import { say } from './words';

/** So many rows are a page. */
const size = 200;

/** The parts in an order of the reader's choice. A row and its area point at each other. */
export function Ranking({ view, report, shapes }: { view: CoverageView; report: Report; shapes: Shapes }) {
  const { by, rate } = view;
  const [order, setOrder] = useState<Order>({ key: 'rate', down: true });
  const top = useRef<HTMLTableElement>(null);
  const [page, setPage] = useState(0);
  const rows = useMemo(() => sorted(report.items, rate, order, partName), [report, rate, order, lang.value]);
  useEffect(() => setPage(0), [by, rate, order, rows.length]);
  const cut = rows.slice(page * size, (page + 1) * size);
  const collection = collectionOf[by];
  const refOf = (item: Item): Ref | undefined =>
    collection && item.id !== null ? { collection, id: item.id } : undefined;
  const turn = (key: SortKey): void => setOrder({ key, down: order.key === key ? !order.down : key !== 'name' });
  return (
    <>
      <table ref={top} class="coverage-table ranked" data-testid="coverage-table" onMouseLeave={() => point(undefined)}>
        <caption class="hidden">{`${byWords(by)} · ${rateLabel(rate, report)}`}</caption>
        <thead>
          <tr>
            {sortKeys.map((key) => (
              <th
                key={key}
                scope="col"
                class={`col-${key}`}
                aria-sort={order.key === key ? (order.down ? 'descending' : 'ascending') : undefined}
              >
                <button type="button" data-sort={key} title={say(`hint_${key}`)} onClick={() => turn(key)}>
                  {say(key)}
                  <span aria-hidden="true">{order.key === key ? (order.down ? '↓' : '↑') : ''}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cut.map((item) => {
            const ref = refOf(item);
            return (
              <Row
                key={item.id ?? ''}
                view={view}
                item={item}
                open={ref}
                lit={ref !== undefined && (sameRef(hovered.value?.ref, ref) || sameRef(selection.value, ref))}
                enter={() => ref && point(ref, shapes)}
              />
            );
          })}
        </tbody>
      </table>
      <Pages
        label={byWords(by)}
        testid="coverage-pages"
        page={page}
        size={size}
        total={rows.length}
        turn={(next) => {
          setPage(next);
          top.current?.scrollIntoView({ block: 'start' });
        }}
      />
    </>
  );
}

/** Shows on the map which area a row is about. */
function point(ref: Ref | undefined, shapes?: Shapes): void {
  const geometry = ref && shapes?.get(ref.id);
  hovered.value = ref && ref.collection !== 'province' ? { ref, ...(geometry ? { geometry } : {}) } : undefined;
}

function Row(props: { view: CoverageView; item: Item; open: Ref | undefined; lit: boolean; enter: () => void }) {
  const { item, open, lit, enter } = props;
  const of = item[props.view.rate];
  const name = partName(item);
  const stated = item.stated.filter((s) => s.measure === props.view.rate);
  return (
    <tr data-part={item.id ?? ''} class={lit ? 'lit' : ''} onMouseEnter={enter} onFocusCapture={enter}>
      <th scope="row">
        {open ? (
          <button type="button" onClick={() => select(open)}>
            {name}
          </button>
        ) : (
          name
        )}
      </th>
      <td>{number(item.enterprises)}</td>
      <td>{number(of.denominator)}</td>
      <td>{number(of.numerator)}</td>
      <td>{number(of.unknown)}</td>
      <td class="col-rate">
        <RateBar rate={of.rate} at={classOf(of.rate)} />
        <span>{percent(of)}</span>
        {stated.map((s) => (
          <span key={s.id} class="stated-mark">
            {say('statedRow', { value: figure(s) })}
          </span>
        ))}
      </td>
    </tr>
  );
}
