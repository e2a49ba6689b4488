// What the core answers to a question that somebody types: asked once the typing rests, not at every key, and anew when
// `again` changes. The answer before stands until the next one is there.
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';

/** A number is typed in this time, ms. */
const typingMs = 250;

export interface Typed<T> {
  readonly found: T | null;
  /** For a further page, or to begin without what was found. */
  readonly setFound: Dispatch<SetStateAction<T | null>>;
  readonly error: unknown;
  readonly setError: (error: unknown) => void;
}

/** `ask`: the same function for the same question (useCallback). */
export function useTyped<T>(ask: () => Promise<T>, again: unknown): Typed<T> {
  const [found, setFound] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew at every change.
  useEffect(() => {
    let isAlive = true;
    const timer = setTimeout(() => {
      ask().then(
        answer => {
          if (!isAlive) return;
          setFound(answer);
          setError(null);
        },
        failed => isAlive && setError(failed),
      );
    }, typingMs);
    return () => {
      isAlive = false;
      clearTimeout(timer);
    };
  }, [ask, again]);
  return { found, setFound, error, setError };
}
