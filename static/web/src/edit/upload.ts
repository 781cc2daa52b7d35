import { send } from '../api';
import type { CollectionId } from '../generated/schema';

/** What an import would do, or did, as /api/imports answers it. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly expires: string | null;
  readonly report: Report;
  /** The first of them. */
  readonly differences: readonly Step[];
  /** Records of zones in which this account may not write: with any of them nothing is written. */
  readonly outside: { readonly count: number; readonly records: readonly string[] };
}

export const counted = [
  'added',
  'changed',
  'unchanged',
  'removed',
  'rejected',
  'stubs',
  'amended',
  'warnings',
] as const;

export interface Report extends Readonly<Record<(typeof counted)[number], number>> {
  readonly batch: number;
  readonly rows: readonly Finding[] | null;
  readonly notes: readonly Note[] | null;
}

interface Said {
  readonly message_zh: string;
  readonly message_en: string;
}
export interface Finding extends Said {
  readonly sheet: string;
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly severity: 'error' | 'warning';
}
export interface Note extends Said {
  readonly file: string;
}

export interface Step {
  readonly op: 'insert' | 'update' | 'delete';
  readonly collection: CollectionId;
  readonly id: string;
  readonly fields: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
}

/** How a file is to be read; what is empty the file says itself. */
export interface Reading {
  readonly as: string;
  readonly zone: string;
  readonly crs: string;
  readonly strict: boolean;
  readonly replace_zone: boolean;
}

/** Sends a file to be read. Nothing is written. */
export async function upload(file: File, how: Reading): Promise<Upload> {
  const query = new URLSearchParams({ filename: file.name });
  for (const [name, value] of Object.entries(how)) if (value) query.set(name, String(value));
  const answer = await send('POST', `/api/imports?${query}`, file, { 'Content-Type': 'application/octet-stream' });
  return (await answer.json()) as Upload;
}

/** Writes what was sent. */
export async function commit(id: string): Promise<Upload> {
  return (await (await send('POST', `/api/imports/${id}/commit`)).json()) as Upload;
}

/** Forgets what was sent. It would be forgotten by itself after a while. */
export const drop = (id: string): Promise<unknown> => send('DELETE', `/api/imports/${id}`).catch(() => undefined);
