import { getVersion, itemsPath, send } from '../api';
import type { Feature } from '../records';
import { parseRef, type Ref } from '../url';
import { bodyOf, type Draft } from './draft';

/** What a save made: the record, and the versions of the store that undo it, oldest first. */
export interface Saved {
  readonly id: string;
  readonly versions: readonly number[];
}

const versionOf = (answer: Response): number => Number(answer.headers.get('Beltmap-Version'));

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
    return { id: made.id, versions: [versionOf(answer)] };
  }
  if (Object.keys(body).length === 0) return { id: d.id, versions: [] };
  const answer = await send('PATCH', pathOf({ collection: d.collection, id: d.id }), JSON.stringify(body), {
    ...headers,
    'Content-Type': 'application/merge-patch+json',
    'If-Match': d.etag,
  });
  return { id: d.id, versions: [versionOf(answer)] };
}

/** Makes a record a participant of a belt, or no longer one. That stands in the participant, whose other fields are left alone. */
export async function participate(text: string, belt: string, joins: boolean): Promise<number | undefined> {
  const ref = parseRef(text);
  if (!ref || ref.collection === 'province') return undefined;
  const { feature, etag } = await getVersion(ref.collection, ref.id);
  const now = Array.isArray(feature.properties.belts) ? feature.properties.belts.map(String) : [];
  const others = now.filter((id) => id !== belt);
  const belts = joins ? [...others, belt] : others;
  if (belts.length === now.length) return undefined;
  const answer = await send('PATCH', pathOf(ref), JSON.stringify({ properties: { belts } }), {
    'Content-Type': 'application/merge-patch+json',
    'If-Match': etag,
  });
  return versionOf(answer);
}

const pathOf = (ref: Ref): string =>
  ref.collection === 'province' ? '' : `${itemsPath(ref.collection)}/${encodeURIComponent(ref.id)}`;
