// Where the cameras stand: places.json, or a built-in grid.
import { readFileSync } from 'node:fs';

export interface Place {
  readonly name: string;
  readonly nameEn: string;
  /** WGS-84 degrees. */
  readonly lon: number;
  readonly lat: number;
  /** Clockwise from true north. */
  readonly headingDeg: number;
}

const roads = [
  ['人民路', 'Renmin Rd'],
  ['解放路', 'Jiefang Rd'],
  ['中山路', 'Zhongshan Rd'],
  ['和平路', 'Heping Rd'],
  ['建设路', 'Jianshe Rd'],
  ['滨江路', 'Binjiang Rd'],
  ['文一路', 'Wenyi Rd'],
  ['学院路', 'Xueyuan Rd'],
] as const;

/** The n-th place is for camera n; no more than `cameras`. Throws with both languages when the file is not a list of places. */
export function readPlaces(path: string, cameras: number): Place[] {
  const list: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!Array.isArray(list)) throw new Error(`${path}: 应为数组 / a list is expected`);
  return list.slice(0, cameras).map((entry: Partial<Place>, i) => {
    const { name, nameEn, lon, lat, headingDeg } = entry;
    if (
      typeof name !== 'string' ||
      typeof lon !== 'number' ||
      typeof lat !== 'number' ||
      Math.abs(lon) > 180 ||
      Math.abs(lat) > 90
    )
      throw new Error(`${path}: 第 ${i + 1} 项缺少 name、lon 或 lat / entry ${i + 1} lacks name, lon or lat`);
    return {
      name,
      nameEn: typeof nameEn === 'string' ? nameEn : name,
      lon,
      lat,
      headingDeg: typeof headingDeg === 'number' ? headingDeg : 0,
    };
  });
}

/** Camera n of a grid of streets 250 m apart around 120.0 E 30.0 N. */
export function gridPlace(n: number): Place {
  const i = n - 1;
  const [zh, en] = roads[Math.floor(i / 10) % roads.length]!;
  const serial = String((i % 10) + 1 + Math.floor(i / 80) * 10).padStart(3, '0');
  return {
    name: `${zh}-${serial}`,
    nameEn: `${en} ${serial}`,
    lon: round(120 + ((i % 10) - 4.5) * 0.0026),
    lat: round(30 + ((Math.floor(i / 10) % 10) - 4.5) * 0.00225),
    headingDeg: (i * 90) % 360,
  };
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
