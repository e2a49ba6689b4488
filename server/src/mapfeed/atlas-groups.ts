// Which cameras share an atlas page: of those that somebody looks at, those that stand near each other, the same for
// every viewer, so that a page is put together once for all who look. Cameras are ordered along a Morton curve
// (Z-order) and cut into groups as the leaves of a B-tree are: a group that is full is split in two, two that have
// become small are joined, no other changes.
import type { LonLat } from './ports.ts';

/** Eight by four pictures of 192×108: 1536×432. */
export const groupSize = 32;
/** Two neighbours of no more together become one: it has room for half as many again before it is split. */
const joinedSize = 20;

export interface AtlasGroup {
  readonly page: number;
  /** Grows with each change. */
  readonly version: number;
  /** By slot. */
  readonly cameraIds: readonly (string | null)[];
}

interface Key {
  readonly code: number;
  readonly id: string;
}

interface Leaf {
  page: number;
  version: number;
  /** Every key of the leaf is this or after it. */
  from: Key;
  slots: (Key | null)[];
}

const least: Key = { code: -1, id: '' };
/** Cameras without a place come after all others. */
const nowhere = Number.MAX_SAFE_INTEGER;

export class AtlasGroups {
  #leaves: Leaf[] = [{ page: 1, version: 1, from: least, slots: empty() }];
  #nextPage = 2;
  #leafOf = new Map<string, Leaf>();
  #keyOf = new Map<string, Key>();
  #byPage = new Map<number, Leaf>([[1, this.#leaves[0]!]]);

  /** Adds a camera, or moves it to where it stands now. Returns the pages that changed. */
  put(id: string, place: LonLat | null): number[] {
    const key = { code: place ? mortonCode(place) : nowhere, id };
    const before = this.#keyOf.get(id);
    if (before?.code === key.code) return [];
    const changed = before ? this.remove(id) : [];
    const at = this.#find(key);
    let leaf = this.#leaves[at]!;
    let slot = leaf.slots.indexOf(null);
    if (slot < 0) {
      const upper = this.#split(at);
      changed.push(leaf.page, upper.page);
      if (compare(key, upper.from) >= 0) leaf = upper;
      slot = leaf.slots.indexOf(null);
    }
    leaf.slots[slot] = key;
    leaf.version += 1;
    this.#leafOf.set(id, leaf);
    this.#keyOf.set(id, key);
    return [...new Set([...changed, leaf.page])];
  }

  remove(id: string): number[] {
    const leaf = this.#leafOf.get(id);
    if (!leaf) return [];
    this.#leafOf.delete(id);
    this.#keyOf.delete(id);
    leaf.slots[leaf.slots.findIndex(key => key?.id === id)] = null;
    leaf.version += 1;
    return [leaf.page];
  }

  /** Joins what has become small. Returns the pages that changed; of each two joined one is no more. */
  settle(): number[] {
    const changed: number[] = [];
    for (let at = 0; at + 1 < this.#leaves.length; ) {
      const [lower, upper] = [this.#leaves[at]!, this.#leaves[at + 1]!];
      if (sizeOf(lower) + sizeOf(upper) > joinedSize) at += 1;
      else {
        this.#join(at);
        changed.push(lower.page, upper.page);
      }
    }
    return [...new Set(changed)];
  }

  pageOf(id: string): number | null {
    return this.#leafOf.get(id)?.page ?? null;
  }

  group(page: number): AtlasGroup | null {
    const leaf = this.#byPage.get(page);
    return leaf ? { page, version: leaf.version, cameraIds: leaf.slots.map(key => key?.id ?? null) } : null;
  }

  /** The last leaf that begins at the key or before. */
  #find(key: Key): number {
    let [low, high] = [0, this.#leaves.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (compare(this.#leaves[middle]!.from, key) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The upper half of a full leaf becomes a leaf of its own; what stays keeps its slots. */
  #split(at: number): Leaf {
    const leaf = this.#leaves[at]!;
    const sorted = leaf.slots.filter(key => key !== null).sort(compare);
    const moved = sorted.slice(sorted.length >> 1);
    const slots = empty();
    for (const [slot, key] of moved.entries()) slots[slot] = key;
    const upper: Leaf = { page: this.#nextPage++, version: 1, from: moved[0]!, slots };
    leaf.slots = leaf.slots.map(key => (key && moved.includes(key) ? null : key));
    leaf.version += 1;
    this.#leaves.splice(at + 1, 0, upper);
    this.#byPage.set(upper.page, upper);
    for (const { id } of moved) this.#leafOf.set(id, upper);
    return upper;
  }

  /** A leaf and the one after it; the larger keeps its page and slots. */
  #join(at: number): void {
    const [lower, upper] = [this.#leaves[at]!, this.#leaves[at + 1]!];
    const [stays, goes] = sizeOf(lower) < sizeOf(upper) ? [upper, lower] : [lower, upper];
    stays.from = lower.from;
    for (const key of goes.slots) {
      if (!key) continue;
      stays.slots[stays.slots.indexOf(null)] = key;
      this.#leafOf.set(key.id, stays);
    }
    stays.version += 1;
    this.#leaves.splice(at, 2, stays);
    this.#byPage.delete(goes.page);
  }
}

const sizeOf = ({ slots }: Leaf): number => slots.reduce((sum, key) => sum + (key ? 1 : 0), 0);

const empty = (): (Key | null)[] => new Array(groupSize).fill(null);

function compare(a: Key, b: Key): number {
  return a.code - b.code || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** 26 bits of each, interleaved, longitude first: 52 bits, exact in a number. A step is half a metre. */
function mortonCode({ lon, lat }: LonLat): number {
  const steps = 2 ** 26;
  const x = Math.min(steps - 1, Math.max(0, Math.floor(((lon + 180) / 360) * steps)));
  const y = Math.min(steps - 1, Math.max(0, Math.floor(((lat + 90) / 180) * steps)));
  // 13 bits at a time: bit operations hold 32.
  return spread(x >>> 13, y >>> 13) * 2 ** 26 + spread(x & 0x1fff, y & 0x1fff);
}

function spread(x: number, y: number): number {
  let code = 0;
  for (let bit = 12; bit >= 0; bit--) code = (code << 2) | (((y >>> bit) & 1) << 1) | ((x >>> bit) & 1);
  return code;
}
