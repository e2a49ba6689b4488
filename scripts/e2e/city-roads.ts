// The demo city's streets as a test reckons with them: from its own file, on a plane of its own.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

const cityFolder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'brightwall', 'city', 'v2');

export const cityFile = (name: string): unknown => JSON.parse(readFileSync(join(cityFolder, name), 'utf8'));

/** Equirectangular around 30° N, metres: within the city good to a few centimetres in a kilometre. */
const metres = ({ lon, lat }: LonLat): [number, number] => {
  const perDegree = (Math.PI / 180) * 6371008.8;
  return [lon * perDegree * Math.cos((30 * Math.PI) / 180), lat * perDegree];
};

export function distanceM(a: LonLat, b: LonLat): number {
  const [[ax, ay], [bx, by]] = [metres(a), metres(b)];
  return Math.hypot(bx - ax, by - ay);
}

/** A street that nothing branches, from west to east, as one line. */
export function streetLine(name: string): LonLat[] {
  const { edges } = cityFile('road-graph.json') as {
    edges: { name: string | null; line: [number, number][] }[];
  };
  return edges
    .filter(edge => edge.name === name)
    .flatMap(({ line }) => line.map(([lon, lat]) => ({ lon, lat })))
    .sort((a, b) => a.lon - b.lon);
}

/** How far a point is from a line, and how far along it. */
export function onLine(line: readonly LonLat[], at: LonLat): { distanceM: number; alongM: number } {
  const [x, y] = metres(at);
  let best = { distanceM: Number.POSITIVE_INFINITY, alongM: 0 };
  let walkedM = 0;
  for (let i = 1; i < line.length; i += 1) {
    const [[ax, ay], [bx, by]] = [metres(line[i - 1]!), metres(line[i]!)];
    const length = Math.hypot(bx - ax, by - ay);
    const share =
      length && Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length ** 2));
    const away = Math.hypot(ax + (bx - ax) * share - x, ay + (by - ay) * share - y);
    if (away < best.distanceM) best = { distanceM: away, alongM: walkedM + length * share };
    walkedM += length;
  }
  return best;
}

/** The part of a line between two points beside it. */
export function lineBetween(line: readonly LonLat[], from: LonLat, to: LonLat): LonLat[] {
  const [a, b] = [onLine(line, from).alongM, onLine(line, to).alongM];
  const points: LonLat[] = [pointAt(line, a)];
  let walkedM = 0;
  for (let i = 1; i < line.length; i += 1) {
    walkedM += distanceM(line[i - 1]!, line[i]!);
    if (walkedM > a && walkedM < b) points.push(line[i]!);
  }
  return [...points, pointAt(line, b)];
}

/** The point so far along a line. */
export function pointAt(line: readonly LonLat[], alongM: number): LonLat {
  let walkedM = 0;
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const length = distanceM(a, b);
    if (walkedM + length >= alongM && length > 0) {
      const share = Math.max(0, (alongM - walkedM) / length);
      return { lon: a.lon + (b.lon - a.lon) * share, lat: a.lat + (b.lat - a.lat) * share };
    }
    walkedM += length;
  }
  return line.at(-1)!;
}
