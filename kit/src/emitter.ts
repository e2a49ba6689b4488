/** Typed events: `Events` maps a name to the tuple of its arguments. A listener that throws does not stop the others. */
export class Emitter<Events extends { [K in keyof Events]: unknown[] }> {
  #listeners = new Map<keyof Events, Set<(...args: never[]) => void>>();

  /** Adds a listener; the returned function takes it away. */
  on<K extends keyof Events>(name: K, listener: (...args: Events[K]) => void): () => void {
    let set = this.#listeners.get(name);
    if (!set) this.#listeners.set(name, (set = new Set()));
    set.add(listener as (...args: never[]) => void);
    return () => void set.delete(listener as (...args: never[]) => void);
  }

  emit<K extends keyof Events>(name: K, ...args: Events[K]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as (...args: Events[K]) => void)(...args);
      } catch (error) {
        // A bug in a listener must not end the emitter's life; it surfaces as an uncaught error of its own.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  listenerCount(name: keyof Events): number {
    return this.#listeners.get(name)?.size ?? 0;
  }

  clear(): void {
    this.#listeners.clear();
  }
}
