import { useState } from 'preact/hooks';
import { getJSON } from '../api';
import { Failed } from '../components/Failed';
import { number } from '../format';
import type { CollectionId } from '../generated/schema';
import { lang, nameOf, t } from '../i18n';
import { useLoad } from '../load';
import { dayAsked, select } from '../state';
import { Files } from './Files';
import type { Passport as Papers } from './figures';
import { Pages } from './Pages';
import { Made } from './Passport';
import { say } from './words';

const size = 50;

interface Named {
  readonly id: string;
  readonly name_zh: string | null;
  readonly name_en: string | null;
}

export interface ServiceGrid extends Named {
  readonly menu: readonly string[];
  readonly served: boolean;
  readonly center: {
    readonly id: string;
    readonly name: string;
    readonly metres: number | null;
    readonly minutes: number | null;
  } | null;
  readonly enterprises: number;
  readonly located: number;
  readonly within: number;
  readonly instructors?: number;
}

const reasons = ['unlocated', 'in_none', 'in_several', 'stated_differs', 'no_such_grid'] as const;

const reasonWords = (why: (typeof reasons)[number]): string => say(why === 'unlocated' ? 'unlocated_fix' : why);

interface Misfit extends Named {
  readonly why: (typeof reasons)[number];
  readonly stated: string | null;
  readonly derived: readonly string[];
}

export interface Services {
  readonly grids: readonly ServiceGrid[];
  readonly grids_unserved: number;
  readonly enterprises: number;
  readonly in_one_grid: number;
  readonly fix_by: Readonly<Record<Misfit['why'], number>>;
  readonly fix: readonly Misfit[];
  readonly passport: Papers;
}

/** Where the grids of a zone come from, on the day that is shown. */
export function servicePath(zone: string): string {
  const day = dayAsked();
  return `/api/service-grids?zone=${encodeURIComponent(zone)}${day ? `&as_of=${day}` : ''}`;
}

/** Which center serves which grid of a zone, and the enterprises that are not in exactly one grid. It is looked up once it is opened. */
export function ServiceGrids({ zone }: { zone: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details
      class="coverage-time"
      data-testid="service-grids"
      onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}
    >
      <summary>{say('grids')}</summary>
      {open && <Opened key={zone} zone={zone} />}
    </details>
  );
}

function Opened({ zone }: { zone: string }) {
  const path = servicePath(zone);
  const loaded = useLoad<Services>(`services ${path} ${lang.value}`, (signal) => getJSON(path, signal));
  const found = loaded.value;
  if (loaded.state === 'failed') return <Failed message={loaded.message} again={loaded.again} />;
  if (!found) return <p class="note">{t('loading')}</p>;
  const { minutes, distance } = found.passport.parameters;
  return (
    <>
      <p class="note">
        {t('asOfDay', { day: found.passport.as_of })} · {say(distance === 'road' ? 'byRoad' : 'byStraight')}
      </p>
      <p role="status" data-testid="service-count">
        {say('gridsCount', {
          n: number(found.grids.length),
          served: number(found.grids.length - found.grids_unserved),
          minutes: String(minutes),
          unserved: number(found.grids_unserved),
        })}
      </p>
      <Grids grids={found.grids} />
      <Fix found={found} />
      <Files path={path} name="services" formats={['xlsx', 'csv', 'geojson']} />
      <Made path={path} testid="services-source" />
    </>
  );
}

/** What nobody serves comes first, and then what is farthest. */
const farness = ({ center, served }: ServiceGrid): number =>
  center === null ? Number.POSITIVE_INFINITY : (center.minutes ?? 1e6) + (served ? 0 : 1e6);

function Grids({ grids }: { grids: readonly ServiceGrid[] }) {
  const [page, setPage] = useState(0);
  if (grids.length === 0) return null;
  const rows = [...grids].sort((a, b) => (farness(a) === farness(b) ? 0 : farness(b) - farness(a)));
  return (
    <>
      <table class="coverage-table listed" data-testid="service-table">
        <caption class="hidden">{say('grids')}</caption>
        <thead>
          <tr>
            {(['grid', 'serviceCenter', 'minutes', 'reach'] as const).map((key) => (
              <th key={key} scope="col" class={`col-${key}`}>
                {say(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(page * size, (page + 1) * size).map((grid) => (
            <tr key={grid.id} data-part={grid.id}>
              <th scope="row">
                <Open collection="grids" id={grid.id} name={nameOf(grid)} />
              </th>
              <td class="col-serviceCenter">
                {grid.center ? (
                  <Open collection="centers" id={grid.center.id} name={grid.center.name || grid.center.id} />
                ) : (
                  say('serviceNone')
                )}
              </td>
              <td>
                {grid.center && (grid.center.minutes === null ? say('noWay') : number(grid.center.minutes, 0))}
                {grid.center && !grid.served && <span class="stated-mark">{say('notServed')}</span>}
              </td>
              <td>
                {number(grid.within)} / {number(grid.enterprises)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pages label={say('grids')} testid="service-pages" page={page} size={size} total={rows.length} turn={setPage} />
    </>
  );
}

/** The enterprises in no grid or in two, and those whose stated grid is another than where they stand. */
function Fix({ found }: { found: Services }) {
  const [page, setPage] = useState(0);
  const all = reasons.reduce((sum, why) => sum + found.fix_by[why], 0);
  return (
    <section aria-labelledby="fix-title" data-testid="grid-fix">
      <h3 id="fix-title">{say('fix')}</h3>
      <p>{say('fixCount', { one: number(found.in_one_grid), n: number(found.enterprises) })}</p>
      {all > 0 && (
        <ul class="fix-counts">
          {reasons
            .filter((why) => found.fix_by[why] > 0)
            .map((why) => (
              <li key={why} data-why={why}>
                {reasonWords(why)} <b>{number(found.fix_by[why])}</b>
              </li>
            ))}
        </ul>
      )}
      {all > found.fix.length && <p class="note">{say('fixFirst', { n: number(found.fix.length) })}</p>}
      {found.fix.length > 0 && (
        <table class="coverage-table listed" data-testid="fix-table">
          <caption class="hidden">{say('fix')}</caption>
          <thead>
            <tr>
              {(['name', 'why', 'statedGrid', 'liesIn'] as const).map((key) => (
                <th key={key} scope="col" class={`col-${key}`}>
                  {say(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.fix.slice(page * size, (page + 1) * size).map((one) => (
              <tr key={one.id} data-part={one.id}>
                <th scope="row">
                  <Open collection="enterprises" id={one.id} name={nameOf(one)} />
                </th>
                <td>{reasonWords(one.why)}</td>
                <td>
                  {one.stated === null || one.why === 'no_such_grid' ? (
                    (one.stated ?? '–')
                  ) : (
                    <Open collection="grids" id={one.stated} name={one.stated} />
                  )}
                </td>
                <td>
                  {one.derived.length === 0
                    ? '–'
                    : one.derived.map((id) => <Open key={id} collection="grids" id={id} name={id} />)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pages label={say('fix')} testid="fix-pages" page={page} size={size} total={found.fix.length} turn={setPage} />
    </section>
  );
}

const Open = ({ collection, id, name }: { collection: CollectionId; id: string; name: string }) => (
  <button type="button" onClick={() => select({ collection, id })}>
    {name}
  </button>
);
