/** Resolves when `done` holds, asked after every turn of the event loop; real I/O goes on meanwhile. */
export async function until(done: () => boolean, what: string, withinMs = 8000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!done()) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    // A millisecond, not a busy turn: other processes of the test need this core.
    await new Promise(resolve => setTimeout(resolve, 1));
  }
}
