// The camera tree as flat rows, for a list that draws only what is in sight. Pure.
import type { Camera, Site } from '@brightwall/protocol/camera';

export interface SiteRow {
  kind: 'site';
  key: string;
  siteId: string;
  name: string;
  online: number;
  total: number;
  open: boolean;
}

export interface CameraRow {
  kind: 'camera';
  key: string;
  camera: Camera;
}

export type TreeRow = SiteRow | CameraRow;

export interface TreeQuery {
  /** What was typed into the search; every word has to be found. */
  text: string;
  onlyFaulty: boolean;
  /** Site ids that are folded. */
  folded: ReadonlySet<string>;
  zh: boolean;
  /** Name of the group of cameras whose site is not known. */
  otherSite: string;
}

const collator = new Intl.Collator('zh-CN', { numeric: true, sensitivity: 'base' });

/**
 * Keeps cameras grouped and sorted; sorts anew only when a name, a site or the set of cameras changed. A hundred
 * thousand names take 0.4 s to sort, so what is in order already is only merged with what is new.
 */
export class CameraOrder {
  #bySite = new Map<string, string[]>();
  #facts = new Map<string, string>();

  /** Site id → camera ids by name. */
  of(cameras: ReadonlyMap<string, Camera>): ReadonlyMap<string, readonly string[]> {
    if (this.#same(cameras)) return this.#bySite;
    const before = this.#facts;
    this.#facts = new Map();
    const groups = new Map<string, { known: Camera[]; fresh: Camera[] }>();
    const groupOf = (siteId: string) => {
      const group = groups.get(siteId) ?? { known: [], fresh: [] };
      groups.set(siteId, group);
      return group;
    };
    for (const camera of cameras.values()) {
      const fact = factOf(camera);
      this.#facts.set(camera.id, fact);
      const { fresh } = groupOf(camera.siteId);
      if (before.get(camera.id) !== fact) fresh.push(camera);
    }
    for (const [siteId, ids] of this.#bySite)
      for (const id of ids) {
        const camera = cameras.get(id);
        if (camera && before.get(id) === this.#facts.get(id)) groupOf(siteId).known.push(camera);
      }
    this.#bySite = new Map(
      [...groups].map(([siteId, { known, fresh }]) => [
        siteId,
        // Two runs in order: what engines sort by, a merge sort of runs, compares each but once.
        [...known, ...fresh.sort(byName)].sort(byName).map(camera => camera.id),
      ]),
    );
    return this.#bySite;
  }

  #same(cameras: ReadonlyMap<string, Camera>): boolean {
    if (cameras.size !== this.#facts.size) return false;
    for (const camera of cameras.values()) {
      if (this.#facts.get(camera.id) !== factOf(camera)) return false;
    }
    return true;
  }
}

const byName = (a: Camera, b: Camera) =>
  collator.compare(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const factOf = (camera: Camera) => `${camera.siteId}\n${camera.name}`;

export function treeRows(
  sites: readonly Site[],
  cameras: ReadonlyMap<string, Camera>,
  order: ReadonlyMap<string, readonly string[]>,
  query: TreeQuery,
): TreeRow[] {
  const words = query.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const filtering = words.length > 0 || query.onlyFaulty;
  const known = new Set(sites.map(site => site.id));
  const groups = [
    ...[...sites]
      .sort((a, b) => collator.compare(a.name, b.name))
      .map(site => ({
        id: site.id,
        name: query.zh ? site.name : site.nameEn || site.name,
        ids: order.get(site.id) ?? [],
      })),
    {
      id: '',
      name: query.otherSite,
      ids: [...order].filter(([id]) => !known.has(id)).flatMap(([, ids]) => ids),
    },
  ];
  const rows: TreeRow[] = [];
  for (const group of groups) {
    const members = group.ids.map(id => cameras.get(id)).filter(camera => camera !== undefined);
    const shown = filtering
      ? members.filter(camera => fits(camera, group.name, words, query.onlyFaulty))
      : members;
    if (shown.length === 0 && (filtering || group.id === '')) continue;
    // A search opens every site it finds something in: a hit under a folded site would be no hit.
    const open = words.length > 0 || !query.folded.has(group.id);
    rows.push({
      kind: 'site',
      key: `site:${group.id}`,
      siteId: group.id,
      name: group.name,
      online: members.filter(camera => camera.state.kind === 'live').length,
      total: members.length,
      open,
    });
    if (open) for (const camera of shown) rows.push({ kind: 'camera', key: camera.id, camera });
  }
  return rows;
}

function fits(camera: Camera, siteName: string, words: readonly string[], onlyFaulty: boolean): boolean {
  if (onlyFaulty && (camera.state.kind === 'live' || camera.state.kind === 'connecting')) return false;
  if (words.length === 0) return true;
  const text = [camera.name, camera.model, camera.manufacturer, siteName].join('\n').toLocaleLowerCase();
  // "10" means a camera's number; only what looks like part of an address is looked for in addresses.
  return words.every(
    word => text.includes(word) || (/[.:]/.test(word) && camera.address.toLocaleLowerCase().includes(word)),
  );
}
