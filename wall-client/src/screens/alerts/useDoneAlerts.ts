import type { WatchAlert } from '@brightwall/protocol/watch-alert';
import { useEffect, useState } from 'react';
import { rest } from '../../net/rest.ts';
import { useWatch } from '../../state/watch.ts';

export interface DoneAlertsState {
  readonly alerts: readonly WatchAlert[];
  /** Null: there are no more. */
  readonly more: (() => void) | null;
  readonly error: unknown;
}

/** Alerts that are fed back, newest first; asked for while they are shown, and again when one is added. */
export function useDoneAlerts(isShown: boolean): DoneAlertsState {
  const [pages, setPages] = useState<{ alerts: readonly WatchAlert[]; next: string | null }>({
    alerts: [],
    next: null,
  });
  const [error, setError] = useState<unknown>(null);
  const open = useWatch(state => state.open.length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an alert that leaves the open ones may be here.
  useEffect(() => {
    if (!isShown) return;
    let isAlive = true;
    rest.watchAlertsDone(null).then(
      page => {
        if (!isAlive) return;
        setPages(page);
        setError(null);
      },
      failed => isAlive && setError(failed),
    );
    return () => {
      isAlive = false;
    };
  }, [isShown, open]);
  const { alerts, next } = pages;
  const more = () =>
    void rest
      .watchAlertsDone(next)
      .then(
        page => setPages(before => ({ alerts: [...before.alerts, ...page.alerts], next: page.next })),
        setError,
      );
  return { alerts, more: next ? more : null, error };
}
