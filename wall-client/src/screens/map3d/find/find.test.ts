import { parseRoadGraph } from '@brightwall/kit/roads/road-graph';
import { pinyin } from 'pinyin-pro';
import { beforeAll, describe, expect, it } from 'vitest';
import { LocalFrame } from '../geo.ts';
import { type Findable, FindIndex } from './find-index.ts';
import { type InitialsOf, loadInitials } from './initials.ts';
import { areaEntries, roadEntries } from './places.ts';

let initialsOf: InitialsOf;
beforeAll(async () => {
  initialsOf = await loadInitials();
});

const camera = (n: number, name: string, code: string | null = null): Findable => ({
  kind: 'camera',
  id: `${n}`,
  name,
  nameEn: null,
  code,
  where: [],
});
const indexOf = (entries: Iterable<Findable>) => FindIndex.build(entries, initialsOf, async () => {});
const names = (found: Findable[]) => found.map(({ name }) => name);

describe('a camera is found', () => {
  const cameras = [
    camera(1, '人民路与解放路路口 南向', '33990200001320000001'),
    camera(2, '长安街12号', '33990200001320000012'),
    camera(3, '重庆路3号 Gate B'),
    camera(4, '滨江人民路桥'),
  ];
  it('by part of its name, by initials, and by both mixed', async () => {
    const index = await indexOf(cameras);
    for (const typed of ['解放路', 'rmlyjfl', '人民lyj', 'RML 南', 'rmlyjfllknx'])
      expect(names(index.search(typed, 9)), typed).toContain('人民路与解放路路口 南向');
    expect(names(index.search('caj12', 9))).toEqual(['长安街12号']);
  });
  it('by either reading of a character that has two', async () => {
    const index = await indexOf(cameras);
    expect(names(index.search('zaj', 9))).toEqual(['长安街12号']);
    expect(names(index.search('cql', 9))).toEqual(['重庆路3号 Gate B']);
    expect(names(index.search('zql', 9))).toEqual(['重庆路3号 Gate B']);
  });
  it('by its code, whole or a part of it', async () => {
    const index = await indexOf(cameras);
    expect(names(index.search('33990200001320000012', 9))).toEqual(['长安街12号']);
    expect(names(index.search('1320000', 9))).toHaveLength(2);
  });
  it('by Latin letters whatever their case and width', async () => {
    const index = await indexOf(cameras);
    expect(names(index.search('gateb', 9))).toEqual(['重庆路3号 Gate B']);
    expect(names(index.search('ＧＡＴＥ', 9))).toEqual(['重庆路3号 Gate B']);
  });
  it('first where its name begins with what was typed', async () => {
    expect(names((await indexOf(cameras)).search('rml', 9))).toEqual([
      '人民路与解放路路口 南向',
      '滨江人民路桥',
    ]);
  });
  it('never where a word of the search is missing, nor by nothing', async () => {
    const index = await indexOf(cameras);
    for (const typed of ['rml bj x', '', '   ', 'rmlx', '999999'])
      expect(index.search(typed, 9), typed).toEqual([]);
  });
});

describe('a place is found', () => {
  it('before the cameras that are named for it, in either language', async () => {
    const frame = new LocalFrame({ lon: 120, lat: 30 });
    const body = {
      nodes: [
        [120, 30],
        [120.01, 30],
        [120.02, 30],
      ],
      edges: [
        { from: 0, to: 1, name: '人民路', nameEn: 'Renmin Road' },
        { from: 1, to: 2, name: '人民路', nameEn: 'Renmin Road' },
      ],
    };
    const roads = roadEntries(parseRoadGraph(body, frame));
    const areas = areaEntries([
      {
        level: 'street',
        code: '1',
        name: '人民街道',
        nameEn: 'Renmin Street',
        centre: { lon: 120, lat: 30 },
        ring: [],
      },
    ]);
    const index = await indexOf([camera(1, '人民路1号'), ...areas, ...roads]);
    expect(names(index.search('rm', 9))).toEqual(['人民路', '人民街道', '人民路1号']);
    expect(names(index.search('renmin road', 9))).toEqual(['人民路']);
    const lons = index.search('rml', 9)[0]?.where.map(line => line.map(({ lon }) => lon.toFixed(2)));
    expect(lons).toEqual([
      ['120.00', '120.01'],
      ['120.01', '120.02'],
    ]);
  });
});

describe('among all cameras of a city', () => {
  /** Names with characters of two readings among them. */
  const streets = '人民 解放 长安 重庆 乐业 和平 滨江 绕城 朝阳 行政 藏书 单桥 会稽 银杏 曾家'.split(' ');
  const kinds = ['路', '街', '巷', '大道'];
  const sides = ['东向', '西向', '南向', '北向'];
  const city = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      camera(
        n,
        `${streets[n % 15]}${kinds[n % 4]}与${streets[(n * 7 + 3) % 15]}${kinds[(n >> 3) % 4]}${n % 9973}号 ${sides[(n >> 5) % 4]}`,
        `3399020000132${String(n).padStart(7, '0')}`,
      ),
    );
  const searches = 'rml zaj czl 人民lyh rml_南向 0042 长安街_9 hxl xzj zzzzzz d'
    .split(' ')
    .map(typed => typed.replace('_', ' '));
  /** Without the index: every word at every place of every name, by pinyin-pro itself. */
  const letters = new Map<string, string>();
  const lettersOf = (character: string): string => {
    const known = letters.get(character);
    if (known !== undefined) return known;
    const made = pinyin(character, { multiple: true, type: 'array', toneType: 'none' })
      .map(reading => reading[0] ?? '')
      .join('');
    letters.set(character, made);
    return made;
  };
  const holds = (name: string, word: string) => {
    const characters = [...name.replaceAll(' ', '')];
    return characters.some((_, at) =>
      [...word].every((letter, k) => {
        const there = characters[at + k];
        return there !== undefined && (there === letter || lettersOf(there).includes(letter));
      }),
    );
  };
  const bySearching = (cameras: readonly Findable[], typed: string) =>
    cameras
      .filter(({ name, code }) =>
        typed.split(' ').every(word => holds(name, word) || (/^\d{4,}$/.test(word) && code?.includes(word))),
      )
      .map(({ id }) => id);

  it('finds what a plain search finds', async () => {
    const cameras = city(3000);
    const index = await indexOf(cameras);
    for (const typed of searches) {
      const all = index.search(typed, Number.POSITIVE_INFINITY);
      expect(new Set(all.map(({ id }) => id)), typed).toEqual(new Set(bySearching(cameras, typed)));
      expect(index.search(typed, 12), typed).toEqual(all.slice(0, 12));
    }
  });

  it('lets the page rest while the index is made, and says how long a search takes', async () => {
    let rests = 0;
    const begunAt = performance.now();
    const index = await FindIndex.build(city(100_000), initialsOf, async () => {
      rests += 1;
    });
    const builtMs = performance.now() - begunAt;
    expect([index.size, rests]).toEqual([100_000, 24]);
    // CPU time as well: on a machine that others use a wall clock measures them.
    const times = searches.map(typed => {
      const [startedAt, startedCpu] = [performance.now(), process.cpuUsage()];
      index.search(typed, 12);
      const { user, system } = process.cpuUsage(startedCpu);
      return { wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
    });
    const slowest = (of: 'wallMs' | 'cpuMs') => Math.max(...times.map(time => time[of])).toFixed(1);
    process.stdout.write(
      `find among 100,000: index in ${builtMs.toFixed(0)} ms (25 slices); ${times.length} searches, slowest ${slowest('wallMs')} ms, ${slowest('cpuMs')} ms of CPU\n`,
    );
  });
});
