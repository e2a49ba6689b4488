// A list of cameras in the order of their names. A few new names are collated at once; a city's by a thread of their own,
// and till then they stand as they came.
import type { Camera } from '@brightwall/protocol/camera';
import { useEffect, useMemo, useRef, useState } from 'react';
import { NameOrder } from './name-order.ts';

/** A dozen milliseconds of the page. */
const atOnce = 1000;

/** `isWaiting`: nobody sees the list yet, and what is to be seen first needs the processor. */
export function useNameOrder<T extends { camera: Camera }>(list: readonly T[], isWaiting: boolean): T[] {
  const order = useRef(new NameOrder());
  const [made, setMade] = useState(0);
  const fresh = useMemo(() => {
    // Made anew by the thread: what was new is known.
    void made;
    return order.current.freshOf(list).length;
  }, [list, made]);
  const worker = useRef<Worker | null>(null);
  useEffect(() => {
    // One at a time, to its end: a city's list changes every second, and what is new then is learnt after it.
    if (isWaiting || fresh <= atOnce || worker.current) return;
    const collating = new Worker(new URL('./collate-worker.ts', import.meta.url), { type: 'module' });
    worker.current = collating;
    collating.onmessage = ({ data }: MessageEvent<Uint32Array>) => {
      collating.terminate();
      worker.current = null;
      order.current.take(list, data);
      setMade(count => count + 1);
    };
    collating.postMessage(list.map(({ camera }) => camera.name));
  }, [list, fresh, isWaiting]);
  useEffect(
    () => () => {
      worker.current?.terminate();
      worker.current = null;
    },
    [],
  );
  return useMemo(() => {
    void made;
    if (fresh > 0 && fresh <= atOnce) order.current.learn(list);
    return order.current.sort(list);
  }, [list, fresh, made]);
}
