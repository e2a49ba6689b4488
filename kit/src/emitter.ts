type Listener<Args extends unknown[]> = (...args: Args) => void;

/** Typed events: `Events` maps a name to the tuple of its arguments. A listener that throws does not stop the others. */
export class Emitter<Events extends { [K in keyof Events]: unknown[] }> {
  #listeners: { [K in keyof Events]?: Set<Listener<Events[K]>> } = {};

  /** Adds a listener; the returned function takes it away. */
  on<K extends keyof Events>(name: K, listener: Listener<Events[K]>): () => void {
    const set = this.#listeners[name] ?? new Set<Listener<Events[K]>>();
    this.#listeners[name] = set;
    set.add(listener);
    return () => void set.delete(listener);
  }

  emit<K extends keyof Events>(name: K, ...args: Events[K]): void {
    for (const listener of [...(this.#listeners[name] ?? [])]) {
      try {
        listener(...args);
      } catch (error) {
        // A bug in a listener must not end the emitter's life; it surfaces as an uncaught error of its own.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  listenerCount(name: keyof Events): number {
    return this.#listeners[name]?.size ?? 0;
  }

  clear(): void {
    this.#listeners = {};
  }
}
