// Cameras by name as people sort it: Chinese by pinyin, numbers by value. Collating a hundred thousand names takes
// seconds, so the order is kept and made anew only for names that are new.
import type { Camera } from '@brightwall/protocol/camera';

const collator = new Intl.Collator('zh-CN', { numeric: true });

export class NameOrder {
  /** Camera id → its name and its place in the order. */
  #known = new Map<string, { name: string; rank: number }>();

  /** The list in order; the list given stays as it is. */
  sort<T extends { camera: Camera }>(list: readonly T[]): T[] {
    if (list.some(({ camera }) => this.#known.get(camera.id)?.name !== camera.name)) this.#learn(list);
    const rankOf = ({ camera }: T) => (this.#known.get(camera.id) as { rank: number }).rank;
    return [...list].sort((a, b) => rankOf(a) - rankOf(b));
  }

  /** What is in order already is a run that the sort only merges with the run of the new. */
  #learn(list: readonly { camera: Camera }[]): void {
    const isKnown = ({ camera }: { camera: Camera }) => this.#known.get(camera.id)?.name === camera.name;
    const rankOf = (id: string) => (this.#known.get(id) as { rank: number }).rank;
    const byName = (a: { camera: Camera }, b: { camera: Camera }) =>
      collator.compare(a.camera.name, b.camera.name);
    const known = list.filter(isKnown).sort((a, b) => rankOf(a.camera.id) - rankOf(b.camera.id));
    const fresh = list.filter(entry => !isKnown(entry)).sort(byName);
    const ordered = [...known, ...fresh].sort(byName);
    this.#known = new Map(ordered.map(({ camera }, rank) => [camera.id, { name: camera.name, rank }]));
  }
}
