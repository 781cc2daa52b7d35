import { signal } from '@preact/signals';
import { getVersion, itemsPath, send } from '../api';
import type { CollectionId } from '../generated/schema';
import { t } from '../i18n';
import { revision } from '../live';
import { select } from '../state';
import { openRecord } from './draft';

/** What was done last and can be taken back: the versions of the store it made, oldest first. */
export interface Done {
  readonly words: string;
  readonly versions: readonly number[];
}
export const done = signal<Done | undefined>(undefined);

/** A file is being imported. */
export const importing = signal(false);

/** Opens the present version of a record for editing. */
export async function editRecord(collection: CollectionId, id: string): Promise<void> {
  const { feature, etag } = await getVersion(collection, id);
  openRecord(collection, feature, etag);
}

/** Deletes the version of a record that the reader has seen. */
export async function deleteRecord(collection: CollectionId, id: string, etag: string, name: string): Promise<void> {
  const answer = await send('DELETE', `${itemsPath(collection)}/${encodeURIComponent(id)}`, undefined, {
    'If-Match': etag,
  });
  done.value = { words: t('deleted', { name }), versions: [Number(answer.headers.get('Beltmap-Version'))] };
  select(undefined);
  revision.value++;
}

/** Takes back what was done last, newest first. */
export async function undo(): Promise<void> {
  const last = done.value;
  if (!last) return;
  for (const version of [...last.versions].reverse()) await send('POST', `/api/batches/${version}/undo`);
  done.value = { words: t('undone'), versions: [] };
  revision.value++;
}
