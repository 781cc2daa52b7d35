import { getJSON } from '../api';
import { Failed } from '../components/Failed';
import { StatusMark } from '../components/Mark';
import { classOf } from '../coverage/figures';
import { RateBar } from '../coverage/Legend';
import { codeLabel, fieldOf, number } from '../format';
import { lang, nameOf, t } from '../i18n';
import { useLoad } from '../load';
import { middleOf } from '../map/names';
import type { Feature } from '../records';
import { analysis, dayAsked, hovered, mapState, sameRef, select, selection } from '../state';
import { type Peer, type Peers, ranked, sideBySide } from './compared';
import { tell } from './comparewords';
import { lookAt, mark, type Overlay, useOverlay } from './overlay';
import { Choice, Definition, Files, percent, Source, useReady } from './parts';
import { type AnalysisView, asking, askOf, type Part, zonePath } from './view';

const measures = ['organizational', 'single', 'work', 'effective'] as const;
const usualPeers = '5';

/** Zones like one in size and industries, who leads and who lags, and what would close the gap. */
export function PeerList(props: { view: AnalysisView; area: Part; zones: readonly Feature[] | undefined }) {
  const { view, area, zones } = props;
  const path = zonePath('/api/peers', area.id, askOf(view), dayAsked());
  const loaded = useLoad<Peers>(`${path} ${lang.value}`, (signal) => getJSON(path, signal));
  const found = loaded.value;
  useReady(loaded.state !== 'loading');
  const marks = found ? marked(found, zones ?? []) : [];
  useOverlay(`${path} ${found?.passport.version} ${zones?.length}`, () => marks);
  const set = (name: string, usual: string) => (value: string) => {
    analysis.value = asking(view, name, value === usual ? '' : value);
  };
  return (
    <>
      <div class="analysis-form">
        <Choice
          label={tell('measure')}
          value={view.ask.measure ?? 'organizational'}
          options={measures.map((m) => [m, tell(m)])}
          testid="peers-measure"
          set={set('measure', 'organizational')}
        />
        <Choice
          label={tell('howMany')}
          value={view.ask.k ?? usualPeers}
          options={['3', '5', '10', '20', '50'].map((k) => [k, k])}
          testid="peers-k"
          set={set('k', usualPeers)}
        />
      </div>
      {loaded.state === 'failed' && (
        <>
          <Failed message={loaded.message} again={loaded.again} />
          <Source path={path} />
        </>
      )}
      {!found && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {found && (
        <>
          <Sum found={found} />
          {found.peers.length > 0 && (
            <>
              {mapState.value !== 'none' && marks.length > 0 && (
                <button type="button" class="row-link" onClick={() => lookAt(marks)}>
                  {tell('showPeers')}
                </button>
              )}
              <Ranked found={found} zones={zones ?? []} />
              <Closing found={found} area={area} />
              <Industries found={found} />
            </>
          )}
          <Files path={path} name="peers" />
          <Definition passport={found.passport} path={path} />
        </>
      )}
    </>
  );
}

/** The places, each in the middle of its zone. */
const marked = (found: Peers, zones: readonly Feature[]): Overlay =>
  ranked(found).flatMap((peer) => {
    const geometry = zones.find((z) => z.id === peer.id)?.geometry;
    const [lon, lat] = (geometry && middleOf(geometry)?.coordinates) ?? [];
    return lon === undefined || lat === undefined ? [] : [mark('peer', [lon, lat], String(peer.place ?? '–'))];
  });

function Sum({ found }: { found: Peers }) {
  const { zone, peers, compared, unmatched } = found;
  return (
    <div data-testid="peers-sum">
      <p role="status">
        {peers.length === 0
          ? tell('noPeers')
          : tell('standingOf', { zone: nameOf(zone), n: number(peers.length + 1), standing: tell(zone.standing) })}
        {zone.place !== null && ` · ${tell('placeOf', { place: zone.place })}`}
      </p>
      <p class="note">{tell('compared', { n: number(compared), out: number(unmatched) })}</p>
    </div>
  );
}

function Ranked({ found, zones }: { found: Peers; zones: readonly Feature[] }) {
  return (
    <table class="analysis-table peers" data-testid="peers">
      <caption class="hidden">{tell('peersTable')}</caption>
      <thead>
        <tr>
          {(['place', 'zone', 'rate', 'reach'] as const).map((key) => (
            <th key={key} scope="col" title={key === 'reach' ? tell('reachLong') : undefined}>
              {tell(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ranked(found).map((peer) => (
          <Row key={peer.id} peer={peer} own={peer.id === found.zone.id} zones={zones} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ peer, own, zones }: { peer: Peer; own: boolean; zones: readonly Feature[] }) {
  const ref = { collection: 'zones', id: peer.id } as const;
  const { rate, distance: apart } = peer;
  const lit = sameRef(hovered.value?.ref, ref) || sameRef(selection.value, ref);
  const hover = (on: boolean): void => {
    const geometry = zones.find((z) => z.id === peer.id)?.geometry;
    hovered.value = on ? { ref, ...(geometry ? { geometry } : {}) } : undefined;
  };
  return (
    <tr
      data-peer={peer.id}
      class={`${own ? 'own' : ''} ${lit ? 'lit' : ''}`}
      aria-current={own || undefined}
      onMouseEnter={() => hover(true)}
      onMouseLeave={() => hover(false)}
      onFocusCapture={() => hover(true)}
      onBlurCapture={() => hover(false)}
    >
      <td>{peer.place === null ? '–' : number(peer.place)}</td>
      <th scope="row">
        <button type="button" class="row-link" onClick={() => select(ref)}>
          {nameOf(peer)}
        </button>
        <p class="note" data-standing={peer.standing}>
          <b>{own ? `${tell('thisZone')} · ${tell(peer.standing)}` : tell(peer.standing)}</b>
        </p>
        <p class="note">{[tell('size', { n: number(peer.features.denominator) }), ...staffOf(peer)].join(' · ')}</p>
        {apart && (
          <p class="note">
            {tell('alike', {
              sum: number(apart.sum, 3),
              industries: number(apart.industries, 3),
              size: number(apart.size, 3),
            })}
          </p>
        )}
      </th>
      <td>
        <RateBar rate={rate.rate} at={classOf(rate.rate)} />
        {percent(rate.rate)}
        <p class="note">
          {number(rate.numerator)} / {number(rate.denominator)}
        </p>
        {rate.unknown > 0 && <p class="note">{tell('unknownN', { n: number(rate.unknown) })}</p>}
      </td>
      <td>{peer.to_reach_leader === null ? tell('untold') : number(peer.to_reach_leader)}</td>
    </tr>
  );
}

const staffOf = ({ employees: e }: Peer): string[] => {
  if (!e) return [];
  const staff = e.sum === null ? tell('employeesUnknown') : tell('employees', { n: number(e.sum) });
  return [staff, ...(e.sum !== null && e.unstated > 0 ? [tell('employeesUnstated', { n: number(e.unstated) })] : [])];
};

function Closing({ found, area }: { found: Peers; area: Part }) {
  const { zone, gaps } = found;
  const need = zone.to_reach_leader;
  const leader = ranked(found).find((peer) => peer.id === found.leader);
  return (
    <section aria-labelledby="close-title" data-testid="peers-close">
      <h3 id="close-title">{tell('close')}</h3>
      <p>
        {need === null
          ? tell('closeUntold')
          : need === 0
            ? tell('closeLeads')
            : tell('closeNeed', { n: number(need), leader: leader ? nameOf(leader) : (found.leader ?? '') })}
      </p>
      {need !== null && need > 0 && !gaps && <p class="note">{tell('closePublic')}</p>}
      {need !== null && need > 0 && gaps && (
        <>
          <p>{tell(gaps.enough ? 'closeEnough' : 'closeShort', { n: number(gaps.counting) })}</p>
          {gaps.list.length > 0 && (
            <>
              <h4>{tell('closeFirst')}</h4>
              <ol class="named" data-testid="peers-gaps">
                {gaps.list.map((gap) => (
                  <li key={gap.id}>
                    <button
                      type="button"
                      class="row-link"
                      data-id={gap.id}
                      onClick={() => select({ collection: 'enterprises', id: gap.id })}
                    >
                      <StatusMark status={gap.status} size={14} />
                      {nameOf(gap)}
                    </button>
                    <span class="note">{codeLabel(fieldOf('enterprises', 'status'), gap.status)}</span>
                  </li>
                ))}
              </ol>
            </>
          )}
          <button
            type="button"
            class="row-link"
            onClick={() => {
              analysis.value = { name: 'gaps', area, ask: { measure: found.measure } };
            }}
          >
            {tell('gapsOf')}
          </button>
        </>
      )}
    </section>
  );
}

/** The lines of business beside those of the leader, or of the zone most alike where it leads itself. */
function Industries({ found }: { found: Peers }) {
  const { zone, peers, leader } = found;
  const other = peers.find((peer) => peer.id === leader) ?? peers[0];
  if (!other) return null;
  const share = (of: number | null): string => (of === null ? '–' : percent(of));
  return (
    <details class="analysis-more">
      <summary>{tell('industries')}</summary>
      <table class="analysis-table">
        <caption>{tell('industriesOf', { zone: nameOf(zone), other: nameOf(other) })}</caption>
        <thead>
          <tr>
            <th scope="col">{tell('industry')}</th>
            <th scope="col">{nameOf(zone)}</th>
            <th scope="col">{nameOf(other)}</th>
          </tr>
        </thead>
        <tbody>
          {sideBySide(zone, other).map((row) => (
            <tr key={row.industry}>
              <th scope="row">{row.industry}</th>
              <td>{share(row.one)}</td>
              <td>{share(row.other)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
