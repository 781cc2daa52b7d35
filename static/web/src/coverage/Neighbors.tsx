import { useState } from 'preact/hooks';
import { getJSON } from '../api';
import { Failed } from '../components/Failed';
import { StatusMark } from '../components/Mark';
import { codeLabel, fieldOf, number } from '../format';
import { lang, nameOf, t } from '../i18n';
import { useLoad } from '../load';
import { coverage, dayAsked, filters, hovered, select } from '../state';
import { corridors } from './Corridor';
import { Files } from './Files';
import type { Passport } from './figures';
import { Pages } from './Pages';
import { Made } from './Passport';
import { say } from './words';

/** How wide the corridor is unless the view of coverage shows another. */
const usual = 500;
const size = 20;

interface Neighbor {
  readonly id: string;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly metres: number;
  readonly status: string;
  readonly point: readonly [number, number];
}

interface Neighbors {
  readonly enterprises: readonly Neighbor[];
  readonly numberMatched: number;
  readonly within: number;
  readonly unlocated: number;
  readonly passport: Passport;
}

/** On a belt's card: who stands near it and takes no part, the nearest first. It is looked up once it is opened. */
export function BesideBelt({ belt }: { belt: string }) {
  const [open, setOpen] = useState(coverage.value?.corridor !== undefined);
  return (
    <details
      class="coverage-time"
      data-testid="card-beside"
      open={open}
      onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}
    >
      <summary>{say('beside')}</summary>
      {open && <Opened belt={belt} />}
    </details>
  );
}

function Opened({ belt }: { belt: string }) {
  const [metres, setMetres] = useState(coverage.value?.corridor ?? usual);
  const [page, setPage] = useState(0);
  const { zone } = filters.value;
  const day = dayAsked();
  const path = `/api/coverage/corridor?${new URLSearchParams({ belt, corridor: String(metres), ...(zone ? { zone } : {}), ...(day ? { as_of: day } : {}) })}`;
  const loaded = useLoad<Neighbors>(`${path} ${lang.value}`, (signal) => getJSON(`${path}&limit=10000`, signal));
  const found = loaded.value;
  return (
    <>
      <label class="beside-metres">
        {say('corridor')}
        <select
          data-testid="beside-metres"
          value={metres}
          onChange={(event) => {
            setMetres(Number(event.currentTarget.value));
            setPage(0);
          }}
        >
          {[...new Set([metres, ...corridors])]
            .sort((a, b) => a - b)
            .map((m) => (
              <option key={m} value={m}>
                {say('metres', { n: number(m) })}
              </option>
            ))}
        </select>
      </label>
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {!found && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {found && (
        <>
          <p role="status" data-testid="beside-count">
            {say('besideCount', { n: number(found.numberMatched), within: number(found.within) })}
          </p>
          {found.unlocated > 0 && <p class="note">{say('unlocated', { n: number(found.unlocated) })}</p>}
          <Rows found={found.enterprises.slice(page * size, (page + 1) * size)} />
          <Pages
            label={say('beside')}
            testid="beside-pages"
            page={page}
            size={size}
            total={found.enterprises.length}
            turn={setPage}
          />
          <Files path={path} name="beside" formats={['xlsx', 'csv', 'geojson']} />
          <Made path={path} testid="beside-source" />
        </>
      )}
    </>
  );
}

function Rows({ found }: { found: readonly Neighbor[] }) {
  if (found.length === 0) return null;
  return (
    <table class="coverage-table listed" data-testid="beside" onMouseLeave={() => point(undefined)}>
      <caption class="hidden">{say('beside')}</caption>
      <thead>
        <tr>
          {(['name', 'status', 'distance'] as const).map((key) => (
            <th key={key} scope="col" class={`col-${key}`}>
              {say(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {found.map((one) => (
          <tr key={one.id} data-part={one.id} onMouseEnter={() => point(one)} onFocusCapture={() => point(one)}>
            <th scope="row">
              <button type="button" onClick={() => select({ collection: 'enterprises', id: one.id })}>
                {nameOf(one)}
              </button>
            </th>
            <td class="col-status">
              <StatusMark status={one.status} size={14} /> {codeLabel(fieldOf('enterprises', 'status'), one.status)}
            </td>
            <td>{say('metres', { n: number(one.metres, 0) })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Shows on the map where one stands. */
function point(one: Neighbor | undefined): void {
  hovered.value = one && {
    ref: { collection: 'enterprises', id: one.id },
    geometry: { type: 'Point', coordinates: [...one.point] },
  };
}
