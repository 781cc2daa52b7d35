import { computed, signal } from '@preact/signals';
import { getSession, send } from './api';
import { at } from './base';
import { statuses } from './generated/palette';
import { revision } from './live';
import type { Session } from './records';
import { filters } from './state';

/** Who asks; unknown until the server has said so. */
export const session = signal<Session | undefined>(undefined);
/** The dialog in which a desk signs in, or sees as whom it is signed in, is open. */
export const dialogOpen = signal(false);
/** What an administrator looks after, over the page. */
export const administering = signal<'settings' | 'audit' | undefined>(undefined);
/** The account whose session ended by itself: it may sign in again and go on. */
export const endedAccount = signal('');

export const signedIn = computed(() => Boolean(session.value?.account));

/** Whether records of a zone may be changed; without a zone, whether any may. The server decides, this only spares the reader what it would refuse. */
export function mayEdit(zone?: string | null): boolean {
  const who = session.value;
  if (!who || (who.role !== 'editor' && who.role !== 'administrator')) return false;
  if (zone === undefined || who.zones.includes('*')) return true;
  return zone !== null && who.zones.includes(zone);
}

/** Asks who this page is, at its start and whenever it is looked at again after a while. */
export async function begin(): Promise<void> {
  await look();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && signedIn.value) void look();
  });
}

/** Asks who this page is now. A session that ended is said, and everything is read again as it is shown now. */
export async function look(): Promise<void> {
  try {
    become(await getSession());
  } catch {
    // Without an answer nothing is known to have changed.
  }
}

function become(next: Session): void {
  const before = session.value;
  session.value = next;
  if (before?.account && !next.account) endedAccount.value = before.account;
  if (next.account) endedAccount.value = '';
  const { status, ...others } = filters.value;
  const internal = status && status in statuses && !statuses[status as keyof typeof statuses].public;
  if (next.role === 'public' && internal) filters.value = others; // which the public may not ask for
  if (before && (before.account !== next.account || before.role !== next.role || `${before.zones}` !== `${next.zones}`))
    revision.value++;
}

export async function signIn(account: string, password: string): Promise<void> {
  const answer = await send('POST', '/api/session', JSON.stringify({ account, password }), {
    'Content-Type': 'application/json',
  });
  become((await answer.json()) as Session);
}

export async function signOut(): Promise<void> {
  await send('DELETE', '/api/session');
  const next = await getSession();
  become(next);
  endedAccount.value = '';
  dispatchEvent(new CustomEvent('beltmap:signed-out'));
}

/** Where an identity provider is asked who this is; it leads back to what is shown now. */
export const providerPath = (): string =>
  at(`/api/session/oidc?${new URLSearchParams({ back: location.pathname + location.search })}`);
