import { Icon } from '../components/Icons';
import { langTag } from '../i18n';
import { stopName } from './acts';
import { boardOf, type Cell, type Timetable } from './board';
import { ownOrders, step, table, work } from './desk';
import { say } from './words';
import { inOrder, type Stop } from './work';

/** The groups side by side: where each is when, who meets whom, and where there are too many. */
export function Board() {
  const shown = ownOrders.value ?? table.value;
  const stops = work.value?.stops ?? [];
  if (!shown || stops.length === 0) return null;
  const groups = shown.groups.length;
  return (
    <div class="desk-board">
      <h3 id="desk-board">{say('board')}</h3>
      {groups < 2 ? (
        <p class="note">{say('boardOne')}</p>
      ) : (
        <>
          <p class="note">{say(ownOrders.value ? 'boardOwn' : 'boardSame')}</p>
          <Groups shown={shown} stops={stops} />
          {ownOrders.value && <Own orders={ownOrders.value.order} />}
        </>
      )}
    </div>
  );
}

function Groups({ shown, stops }: { shown: Timetable; stops: readonly Stop[] }) {
  const room = (id: string): number => Number(stops.find((s) => s.id === id)?.values.capacity || 0);
  const ids = stops.map((s) => s.id);
  const rows = boardOf(shown, ids, room);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section class="desk-scroll" tabIndex={0} aria-labelledby="desk-board">
      <table data-testid="desk-groups">
        <thead>
          <tr>
            <th scope="col">{say('stop')}</th>
            {shown.groups.map(({ group }) => (
              <th key={group} scope="col">
                {say('group', { n: group })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ stop, cells }, i) => (
            <tr key={stop} data-row={stop}>
              <th scope="row">
                <span class="desk-number">{i + 1}</span>
                {stops[i] && stopName(stops[i])}
                {room(stop) > 0 && <small>{say('room', { n: room(stop) })}</small>}
              </th>
              {cells.map((cell, g) => (
                <td key={shown.groups[g]?.group} class={cell && isWrong(cell) ? 'wrong' : ''}>
                  {cell ? <Inside cell={cell} room={room(stop)} /> : say('notHere')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const isWrong = (cell: Cell): boolean => cell.over || cell.conflicts.length > 0;

function Inside({ cell, room }: { cell: Cell; room: number }) {
  const { stay, meets } = cell;
  const list = meets.join(langTag() === 'en' ? ', ' : '、');
  const others = [...new Set(cell.conflicts.map((c) => c.kind).filter((kind) => kind !== 'too_many'))];
  return (
    <>
      <b>
        {stay.begin}–{stay.leave}
      </b>
      {ownOrders.value && <small>{say('place', { n: cell.place })}</small>}
      {stay.wait > 0 && <small>{say('wait', { n: stay.wait })}</small>}
      {meets.length > 0 && <small>{say('meets', { list })}</small>}
      {cell.over && (
        <small class="desk-bad">
          <Icon name="warning" size={14} />
          {room > 0 && cell.people !== undefined ? say('over', { n: cell.people, room }) : say('overShort')}
        </small>
      )}
      {others.map((kind) => (
        <small key={kind} class="desk-bad">
          <Icon name="warning" size={14} />
          {say(kind as 'closed')}
        </small>
      ))}
    </>
  );
}

/** The orders that the planner gave the groups; the tour can take one of them. */
function Own({ orders }: { orders: readonly (readonly string[])[] }) {
  return (
    <p class="desk-own">
      <button
        type="button"
        class="desk-button"
        onClick={() => {
          ownOrders.value = undefined;
        }}
      >
        {say('boardBack')}
      </button>
      {orders.map((order, i) => (
        <button
          key={i}
          type="button"
          class="desk-button"
          onClick={() => {
            if (work.value) step(say('stepTake', { n: i + 1 }), inOrder(work.value, order));
          }}
        >
          {say('take', { n: i + 1 })}
        </button>
      ))}
    </p>
  );
}
