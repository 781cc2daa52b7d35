import { getJSON, send } from '../api';

/** A setting as administrators see it. Its texts are as they are typed: a list's elements stand between semicolons. */
export interface Setting {
  readonly key: string;
  readonly value: string;
  readonly default: string;
  readonly type: 'integer' | 'number' | 'boolean' | 'list' | 'text';
  readonly unit: string | null;
  /** 0 if it was never set. */
  readonly version: number;
  /** The file or environment of the server says so, and nobody changes it here. */
  readonly pinned: boolean;
  readonly label_zh: string;
  readonly label_en: string;
  readonly clause: string;
}

export const getRules = (signal?: AbortSignal): Promise<{ hash: string; settings: readonly Setting[] }> =>
  getJSON('/api/settings/all', signal);

/** Sets a setting, if it is still the version that was seen. An empty text is the default again. */
export async function setRule(seen: Setting, value: string): Promise<void> {
  await send('PUT', `/api/settings/${encodeURIComponent(seen.key)}`, JSON.stringify({ value: value || null }), {
    'Content-Type': 'application/json',
    'If-Match': `"v${seen.version}"`,
  });
}

/** One entry of the audit log. */
export interface Entry {
  readonly seq: number;
  readonly time: string;
  readonly account: string;
  readonly role: string;
  readonly address: string;
  readonly action: string;
  readonly object: string;
  readonly before: string;
  readonly after: string;
  readonly result: string;
}

const page = 100;

/** The last entries, the last first, of an account or an action if one is named. */
export async function getEntries(account: string, action: string, signal?: AbortSignal): Promise<readonly Entry[]> {
  const query = new URLSearchParams({ limit: String(page) });
  if (account) query.set('account', account);
  if (action) query.set('action', action);
  return (await getJSON<{ entries: readonly Entry[] }>(`/api/audit?${query}`, signal)).entries;
}
