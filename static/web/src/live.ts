import { signal } from '@preact/signals';
import { at } from './base';

/** Counts what others changed: whoever shows records loads them again when it grows. */
export const revision = signal(0);

const gather = 150; // ms in which several changes are one
const spread = 250; // ms over which pages that hear of the same change come back
const soonest = 1_000; // ms until a lost stream is opened again, twice as long each time
const longest = 60_000;

/**
 * Follows what changes on the server as long as the page is looked at. A stream that is lost is opened again after a while, from the version that
 * was seen last; so is one that was closed because nobody looked.
 */
export function followChanges(): void {
  let source: EventSource | undefined;
  let seen = '';
  let wait = soonest;
  let timer = 0;
  let gathering = false;

  const changed = (event: MessageEvent<string>): void => {
    seen = event.lastEventId;
    if (gathering) return;
    gathering = true;
    window.setTimeout(
      () => {
        gathering = false;
        revision.value += 1;
      },
      gather + Math.random() * spread,
    );
  };
  const close = (): void => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
    state('quiet');
  };
  const open = (): void => {
    close();
    source = new EventSource(at(`/api/changes${seen && `?after=${seen}`}`));
    source.addEventListener('open', () => {
      wait = soonest;
      state('open');
    });
    source.addEventListener('begin', (event: MessageEvent<string>) => {
      seen ||= event.lastEventId; // what was missed follows
    });
    source.addEventListener('change', changed);
    source.addEventListener('reset', changed);
    source.addEventListener('error', () => {
      close();
      state('waiting');
      timer = window.setTimeout(open, wait * (0.5 + Math.random()));
      wait = Math.min(longest, wait * 2);
    });
  };
  const look = (): void => {
    if (document.hidden) close();
    else if (!source) open();
  };
  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', close);
  addEventListener('pageshow', look);
  look();
}

/** For tests and for those who look why nothing moves. */
function state(name: 'open' | 'waiting' | 'quiet'): void {
  document.documentElement.dataset.live = name;
}
