// What the core says of its atlas, in /metrics, which this machine may ask.
import type { System } from '../../scripts/e2e/system.ts';

export interface AtlasCounts {
  /** Pages encoded. */
  readonly pages: number;
  /** Pictures decoded for them. */
  readonly pictures: number;
}

/** Totals since the core began. */
export async function atlasCounts({ url }: System): Promise<AtlasCounts> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const total = (name: string) => {
    const value = new RegExp(`^brightwall_${name} (\\d+)`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`/metrics has no ${name}`);
    return Number(value);
  };
  return { pages: total('map_atlas_made'), pictures: total('map_atlas_pictures') };
}
