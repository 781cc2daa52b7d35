import { ApiError, itemsPath, send } from '../api';
import { done } from '../edit/changes';
import { nameOf, t } from '../i18n';
import { revision } from '../live';
import { meet, meeting, opened, read, savingNow, writes } from './desk';
import { say } from './words';
import { type Write, written } from './work';

/** Names a write, so that sending it once more after an answer that was lost does it once. */
function keyOf(one: Write): string {
  const now = opened.value;
  const seen = Math.max(0, ...[now?.base.tour, ...(now?.base.stops ?? [])].map((r) => r?.version ?? 0));
  let [a, b] = [0, 0];
  for (const c of JSON.stringify([one.op, one.id, one.properties])) {
    a = (Math.imul(a, 31) + c.charCodeAt(0)) | 0;
    b = (Math.imul(b, 131) + c.charCodeAt(0)) | 0;
  }
  return [now?.mark, seen, (a >>> 0).toString(36), (b >>> 0).toString(36)].join('-');
}

async function write(one: Write): Promise<{ version: number; made: readonly number[] }> {
  const path = `${itemsPath(one.collection)}${one.op === 'create' ? '' : `/${encodeURIComponent(one.id)}`}`;
  const headers: Record<string, string> = { 'Idempotency-Key': keyOf(one) };
  if (one.version > 0) headers['If-Match'] = `"v${one.version}"`;
  let answer: Response;
  if (one.op === 'create') {
    headers['Content-Type'] = 'application/geo+json';
    const body = { type: 'Feature', id: one.id, geometry: null, properties: one.properties };
    answer = await send('POST', path, JSON.stringify(body), headers);
  } else if (one.op === 'patch') {
    headers['Content-Type'] = 'application/merge-patch+json';
    answer = await send('PATCH', path, JSON.stringify({ properties: one.properties }), headers);
  } else answer = await send('DELETE', path, undefined, headers);
  const made = Number(answer.headers.get('Beltmap-Version') ?? 0);
  const version = Number(/"v(\d+)/.exec(answer.headers.get('ETag') ?? '')?.[1] ?? made);
  return { version, made: made > one.version ? [made] : [] };
}

/** Others may have been there first: then it is shown what they did, and nothing is lost. */
const isMeeting = (err: unknown): boolean => err instanceof ApiError && [404, 409, 412].includes(err.status);

/**
 * Writes what was done. Before anything is written it is looked whether others changed the tour; each write then names the version that it
 * changes. What is written stays written if a later write is refused, and the rest stays at the desk. It tells whether all is saved.
 */
export async function save(): Promise<boolean> {
  const start = opened.value;
  if (!start) return false;
  const id = start.base.tour.id;
  meet(await read(id));
  if (meeting.value) return false;
  const made: number[] = [];
  savingNow(true);
  try {
    for (const one of writes.value) {
      const { version, made: versions } = await write(one);
      made.push(...versions);
      const now = opened.value;
      if (now) opened.value = { ...now, base: written(now.base, one, version) };
    }
  } catch (err) {
    if (!isMeeting(err)) throw err;
    meet(await read(id));
    if (!meeting.value) throw err;
    return false;
  } finally {
    savingNow(false);
    if (made.length > 0) {
      done.value = {
        words: t('saved', { name: say('tourNamed', { name: nameOf(start.names) }) }),
        versions: made,
      };
      revision.value++;
    }
  }
  return true;
}

/** Publishes a tour or withdraws it, in the version that is shown. */
export async function setStatus(status: 'published' | 'withdrawn'): Promise<boolean> {
  if (!(await save())) return false;
  const now = opened.value;
  if (!now) return false;
  const { tour } = now.base;
  const one: Write = {
    op: 'patch',
    collection: 'tours',
    id: tour.id,
    version: tour.version,
    properties: { status },
    after: { ...tour.values, status },
  };
  savingNow(true);
  const { version, made } = await write(one).finally(() => savingNow(false));
  opened.value = { ...now, base: written(now.base, one, version) };
  done.value = { words: say(status === 'published' ? 'publishedNow' : 'withdrawnNow'), versions: made };
  revision.value++;
  return true;
}
