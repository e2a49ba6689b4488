// One of several processes of a kind: when it ends it is started again, and the others go on meanwhile. Of the
// only one of its kind `up` tells the end, and stops: there it is a fault that somebody must see.
import { startChild } from './child.mjs';

/** Long enough that a process which cannot start costs little, and says why seldom. */
const againMs = 5000;

/**
 * @param {Parameters<typeof startChild>[0]} options
 * @param {(how: string) => void} onEnded told of each end that was not asked for
 */
export async function keepChild(options, onEnded) {
  let child = await startChild(options);
  let stopped = false;
  let wake = () => {};
  const kept = (async () => {
    while (!stopped) {
      const failure = await child.ended;
      if (stopped) return;
      onEnded(failure.message);
      await new Promise(resolve => {
        wake = resolve;
        setTimeout(resolve, againMs).unref();
      });
      if (stopped) return;
      try {
        child = await startChild(options);
      } catch (error) {
        child = { ...child, ended: Promise.resolve(error) };
      }
    }
  })();
  return {
    name: options.name,
    pid: child.pid,
    ready: child.ready,
    /** Never: its ends are mended here. */
    ended: new Promise(() => {}),
    async stop() {
      stopped = true;
      wake();
      await child.stop();
      await kept;
    },
  };
}
