// Cameras by name as people sort it. Collating a hundred thousand names takes seconds, so the order is kept and made anew
// only for names that are new; for many of them by another thread (useNameOrder.ts).
import type { Camera } from '@brightwall/protocol/camera';
import { byName } from './collate.ts';

interface Entry {
  camera: Camera;
}

export class NameOrder {
  /** Camera id → its name and its place in the order. */
  #known = new Map<string, { name: string; rank: number }>();

  /** The list in order, what is not known yet last, as given; the list given stays as it is. */
  sort<T extends Entry>(list: readonly T[]): T[] {
    const ranked = new Array<T | undefined>(this.#known.size).fill(undefined);
    const fresh: T[] = [];
    for (const entry of list) {
      const known = this.#isKnown(entry) ? this.#known.get(entry.camera.id) : undefined;
      if (known && ranked[known.rank] === undefined) ranked[known.rank] = entry;
      else fresh.push(entry);
    }
    return [...ranked.filter(entry => entry !== undefined), ...fresh];
  }

  /** Those whose names it does not know. */
  freshOf<T extends Entry>(list: readonly T[]): T[] {
    return list.filter(entry => !this.#isKnown(entry));
  }

  /** Collates the new names at once. What is in order already is a run that the sort only merges with theirs. */
  learn(list: readonly Entry[]): void {
    const fresh = this.freshOf(list);
    const known = this.sort(list).slice(0, list.length - fresh.length);
    fresh.sort((a, b) => byName(a.camera.name, b.camera.name));
    this.#keep([...known, ...fresh].sort((a, b) => byName(a.camera.name, b.camera.name)));
  }

  /** Takes the order of the list that `collate` made of its names. */
  take(list: readonly Entry[], order: Uint32Array): void {
    this.#keep(Array.from(order, index => list[index] as Entry));
  }

  #isKnown({ camera }: Entry): boolean {
    return this.#known.get(camera.id)?.name === camera.name;
  }

  #keep(ordered: readonly Entry[]): void {
    this.#known = new Map(ordered.map(({ camera }, rank) => [camera.id, { name: camera.name, rank }]));
  }
}
