import { useEffect, useState } from 'preact/hooks';
import { aborted } from './api';
import { revision } from './state';

export type Loaded<T> =
  | { readonly state: 'loading'; readonly value?: T }
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'failed'; readonly message: string; readonly value?: undefined; readonly again: () => void };

/** Loads what a component shows, again whenever the key, who asks, or the records change; a request that is no longer wanted is aborted. The last value stays
 * while the next one is loading, so that nothing jumps. */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [result, setResult] = useState<Loaded<T>>({ state: 'loading' });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setResult((before) => ({ state: 'loading', value: before.value }));
    load(abort.signal).then(
      (value) => !abort.signal.aborted && setResult({ state: 'done', value }),
      (err: unknown) => {
        if (aborted(err) || abort.signal.aborted) return;
        setResult({ state: 'failed', message: (err as Error).message, again: () => setTries((n) => n + 1) });
      },
    );
    return () => abort.abort();
  }, [key, tries, revision.value]);
  return result;
}
