import { effect, signal } from '@preact/signals';
import { send } from '../api';
import { session } from '../session';
import type { Proposal, Scenario } from './answers';

/** A scenario that is being made: kept for the tab only until it is saved. */
export interface ScenarioDraft {
  /** Of the kept one that is changed, with the version that was seen. */
  readonly id?: string;
  readonly version?: number;
  readonly name: string;
  readonly zone: string;
  readonly note: string;
  readonly proposals: readonly Proposal[];
}

const place = 'beltmap:scenario';

function kept(): ScenarioDraft | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(place) ?? 'null') as ScenarioDraft | null) ?? undefined;
  } catch {
    return undefined; // nothing that can be read is nothing kept
  }
}

export const scenarioDraft = signal<ScenarioDraft | undefined>(undefined);

/** Brings back what the tab had before it was loaded again, and keeps it from then on. */
export function keepScenarioDraft(): void {
  scenarioDraft.value = kept();
  effect(() => {
    if (scenarioDraft.value) sessionStorage.setItem(place, JSON.stringify(scenarioDraft.value));
    else sessionStorage.removeItem(place);
  });
}

/** Whether scenarios of a zone may be made. The server decides, this only spares the reader what it would refuse. */
export function mayPropose(zone: string): boolean {
  const who = session.value;
  if (!who || who.role === 'public' || who.role === 'viewer') return false;
  return who.role === 'administrator' || who.zones.includes('*') || (zone !== '' && who.zones.includes(zone));
}

const same = (a: Proposal, b: Proposal): boolean =>
  a.kind === b.kind &&
  `${a.covers}` === `${b.covers}` &&
  `${a.point}` === `${b.point}` &&
  a.enterprise === b.enterprise;

/** A draft with proposals added, those it has already left out. One is about one zone. */
export function withProposals(
  draft: ScenarioDraft | undefined,
  zone: string,
  more: readonly Proposal[],
): ScenarioDraft | undefined {
  const into = draft ?? { name: '', zone, note: '', proposals: [] };
  if (into.zone !== zone) return undefined;
  const fresh = more.filter((p) => !into.proposals.some((q) => same(p, q)));
  return { ...into, proposals: [...into.proposals, ...fresh] };
}

/** The draft of a kept scenario, without what was said of its proposals. */
export function draftOf(scenario: Scenario): ScenarioDraft {
  return {
    ...(scenario.id ? { id: scenario.id, version: scenario.version } : {}),
    name: scenario.name,
    zone: scenario.zone ?? '',
    note: scenario.note ?? '',
    proposals: (scenario.proposals ?? []).map(({ state, reason, place, ...rest }) => bare(rest)),
  };
}

function bare({ kind, name, form, covers, point, enterprise, count, capacity }: Proposal): Proposal {
  const fields = { kind, name, form, covers, point, enterprise, count, capacity };
  return Object.fromEntries(
    Object.entries(fields).filter(([, v]) => v !== undefined && v !== null),
  ) as unknown as Proposal;
}

/** What is sent of a draft. */
export function bodyOf({ name, zone, note, proposals }: ScenarioDraft): string {
  return JSON.stringify({ name, zone: zone || null, note: note || null, proposals });
}

const json = { 'Content-Type': 'application/json' };
const scenarioPath = (id: string): string => `/api/scenarios/${encodeURIComponent(id)}`;

/** What a draft would change, nothing of which is kept. */
export async function preview<T>(draft: ScenarioDraft, by: string): Promise<T> {
  const named = { ...draft, name: draft.name || '…' };
  return (await (await send('POST', `/api/scenarios/preview?by=${by}`, bodyOf(named), json)).json()) as T;
}

/** Keeps a draft, as a new scenario or in the place of the version it was made from. */
export async function save(draft: ScenarioDraft): Promise<Scenario> {
  const answer = draft.id
    ? await send('PUT', scenarioPath(draft.id), bodyOf(draft), { ...json, 'If-Match': tag(draft.version) })
    : await send('POST', '/api/scenarios', bodyOf(draft), json);
  return (await answer.json()) as Scenario;
}

export async function remove(scenario: Scenario): Promise<void> {
  if (scenario.id) await send('DELETE', scenarioPath(scenario.id), undefined, { 'If-Match': tag(scenario.version) });
}

const tag = (version: number | undefined): string => `"v${version ?? 0}"`;
