import { getVersion, itemsPath, send } from '../api';
import type { Feature } from '../records';
import { parseRef, type Ref } from '../url';
import { bodyOf, type Draft } from './draft';

/** What a save made: the record, and the versions of the store that undo it, oldest first. */
export interface Saved {
  readonly id: string;
  readonly versions: readonly number[];
}

/** The version of the store that a change made; none if there was nothing to change, since to undo that would undo somebody else's work. */
function versionOf(answer: Response, etag: string): number[] {
  const [made, seen] = [Number(answer.headers.get('Beltmap-Version')), Number(/"v(\d+)/.exec(etag)?.[1] ?? 0)];
  return made > seen ? [made] : [];
}

/** Writes the draft, if it has anything to write. */
export async function save(d: Draft): Promise<Saved> {
  const body = bodyOf(d) as object;
  const headers = { 'Idempotency-Key': d.key };
  if (!d.base) {
    const answer = await send('POST', itemsPath(d.collection), JSON.stringify(body), {
      ...headers,
      'Content-Type': 'application/geo+json',
    });
    const made = (await answer.json()) as Feature;
    return { id: made.id, versions: versionOf(answer, '') };
  }
  if (Object.keys(body).length === 0) return { id: d.id, versions: [] };
  const answer = await send('PATCH', pathOf({ collection: d.collection, id: d.id }), JSON.stringify(body), {
    ...headers,
    'Content-Type': 'application/merge-patch+json',
    'If-Match': d.etag,
  });
  return { id: d.id, versions: versionOf(answer, d.etag) };
}

/** Makes a record a participant of a belt, or no longer one. That stands in the participant, whose other fields are left alone. */
export async function participate(text: string, belt: string, joins: boolean): Promise<readonly number[]> {
  const ref = parseRef(text);
  if (!ref || ref.collection === 'province') return [];
  const { feature, etag } = await getVersion(ref.collection, ref.id);
  const now = Array.isArray(feature.properties.belts) ? feature.properties.belts.map(String) : [];
  const others = now.filter((id) => id !== belt);
  const belts = joins ? [...others, belt] : others;
  if (belts.length === now.length) return [];
  const answer = await send('PATCH', pathOf(ref), JSON.stringify({ properties: { belts } }), {
    'Content-Type': 'application/merge-patch+json',
    'If-Match': etag,
  });
  return versionOf(answer, etag);
}

const pathOf = (ref: Ref): string =>
  ref.collection === 'province' ? '' : `${itemsPath(ref.collection)}/${encodeURIComponent(ref.id)}`;
