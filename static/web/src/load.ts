import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, aborted } from './api';
import { revision } from './live';

export type Loaded<T> =
  | { readonly state: 'loading'; readonly value?: T }
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'failed'; readonly message: string; readonly value?: undefined; readonly again: () => void };

/** Loads what a component shows, again whenever the key changes; a request that is no longer wanted is aborted. The last value stays
 * while the next one is loading, so that nothing jumps; it is loaded again when others changed something, and stays if that fails, unless it is gone. */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [result, setResult] = useState<Loaded<T>>({ state: 'loading' });
  const [tries, setTries] = useState(0);
  const now = revision.value;
  const shown = useRef({ key: '', tries: 0, now });
  useEffect(() => {
    const abort = new AbortController();
    const before = shown.current;
    const refreshing = before.key === key && before.tries === tries && before.now !== now;
    shown.current = { key, tries, now };
    setResult((before) => ({ state: 'loading', value: before.value }));
    load(abort.signal).then(
      (value) => !abort.signal.aborted && setResult({ state: 'done', value }),
      (err: unknown) => {
        if (aborted(err) || abort.signal.aborted) return;
        const gone = err instanceof ApiError && err.status >= 400 && err.status < 500 && err.status !== 429;
        if (refreshing && !gone) {
          setResult((last) => (last.value === undefined ? last : { state: 'done', value: last.value as T }));
          return;
        }
        setResult({ state: 'failed', message: (err as Error).message, again: () => setTries((n) => n + 1) });
      },
    );
    return () => abort.abort();
  }, [key, tries, now]);
  return result;
}
