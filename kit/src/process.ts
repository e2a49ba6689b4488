// How every process of Brightwall begins and ends: one READY line on stdout, SIGTERM or SIGINT closes it.

/** Says on stdout that this process serves now; `facts` (ports, addresses) is one JSON object on the same line. */
export function announceReady(facts: object): void {
  process.stdout.write(`READY ${JSON.stringify(facts)}\n`);
}

/** Ends the process with exit code 2 and one line for the person who started it. */
export function refuseToStart(messageZh: string, messageEn: string): never {
  process.stderr.write(`${messageZh} / ${messageEn}\n`);
  process.exit(2);
}

/**
 * Calls `close` once at the first SIGTERM or SIGINT, then exits 0. A second signal, or 10 s without an
 * end, exits 1: a stuck peer must not keep an operator's terminal.
 */
export function closeOnSignal(close: () => Promise<void>): void {
  let closing = false;
  const onSignal = () => {
    if (closing) process.exit(1);
    closing = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    close().then(
      () => process.exit(0),
      error => {
        process.stderr.write(`close failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
