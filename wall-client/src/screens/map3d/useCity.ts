// The city's description, fetched once per visit; a failure waits for the person to try again.
import { useCallback, useEffect, useState } from 'react';
import { type City, fetchCity } from '../../net/base-map.ts';

export type CityState =
  | { kind: 'loading' }
  | { kind: 'ready'; city: City }
  | { kind: 'failed'; error: unknown };

export function useCity(): { state: CityState; retry: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<CityState>({ kind: 'loading' });
  useEffect(() => {
    // A second try is a second attempt, even though the number itself is not used.
    void attempt;
    const abort = new AbortController();
    setState({ kind: 'loading' });
    fetchCity(abort.signal).then(
      city => !abort.signal.aborted && setState({ kind: 'ready', city }),
      error => !abort.signal.aborted && setState({ kind: 'failed', error }),
    );
    return () => abort.abort();
  }, [attempt]);
  return { state, retry: useCallback(() => setAttempt(n => n + 1), []) };
}
