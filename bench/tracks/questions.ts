// What is asked, as often as asked: each as the core answers it, with its entry in the audit.
import { uuidV7 } from '@brightwall/kit/uuid';
import type { AnalysisName } from '@brightwall/protocol/analysis';
import type { PassageSearch } from '@brightwall/protocol/search';
import { NextCameraStore } from '../../server/src/store/next-cameras.ts';
import type { City } from './city/city.ts';
import { Chance } from './city/seeded.ts';
import type { Engine } from './engine.ts';

export interface Question {
  readonly name: string;
  readonly times: number;
  ask(engine: Engine, n: number): Promise<unknown>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The n-th asking is the same on every engine. */
export function questions(city: City, seed: number): Question[] {
  const { startMs, endMs, passed, plates, grid } = city;
  const chanceOf = (n: number) => new Chance(seed * 7_919 + n * 104_729 + 1);
  const whole = { fromMs: startMs, toMs: endMs };
  const lastDay = { fromMs: endMs - dayMs, toMs: endMs };
  /** Of somebody who passed: those who drive much are asked for more often. */
  const plateOf = (n: number) => {
    const chance = chanceOf(n);
    for (;;) {
      const plate = plates.list[passed.plate[chance.integer(0, passed.plate.length - 1)]!];
      if (plate) return plate;
    }
  };
  const cameras = (n: number, count: number) => {
    const chance = chanceOf(n);
    const first = chance.integer(0, grid.gates.length - 1);
    // A neighbourhood: gates around one.
    const [x, y] = [grid.x(first), grid.y(first)];
    const side = Math.ceil(Math.sqrt(count));
    const near = Array.from({ length: count }, (_, i) => grid.gate(x + (i % side), y + Math.floor(i / side)));
    return [...new Set(near)].map(gate => grid.gates[gate]!.id);
  };
  const search = (engine: Engine, change: Partial<PassageSearch>) =>
    engine.search.search(
      {
        ...{ purposeId: engine.purposeId, plates: [], tolerant: false, ...whole, limit: 100, after: null },
        ...{ cameraIds: [], colours: [], kinds: [], directions: [], ...change },
      },
      engine.looker,
    );
  const analyse = (engine: Engine, name: AnalysisName, terms: object) =>
    engine.analyses.run(name, { purposeId: engine.purposeId, terms, format: 'json' }, engine.looker);
  const question = (name: string, times: number, ask: Question['ask']): Question => ({ name, times, ask });
  return [
    question('exact plate, all days', 100, (engine, n) => search(engine, { plates: [plateOf(n).text] })),
    question('wildcard, a letter fixed', 40, (engine, n) => {
      const [province, letter, , third, fourth, ...rest] = [...plateOf(n).text];
      return search(engine, { plates: [`${province}${letter}?${third}${fourth}*${rest.at(-1)}`] });
    }),
    question('tolerant search', 40, (engine, n) =>
      search(engine, { plates: [plateOf(n).text], tolerant: true }),
    ),
    question('collision, 3 areas × 1 h', 40, (engine, n) => {
      const atMs = startMs + chanceOf(n).integer(14, 22) * hourMs;
      const areas = [0, 1, 2].map(day => ({
        cameraIds: cameras(n * 3 + day, 12),
        ...{ fromMs: atMs + day * dayMs - day * hourMs, toMs: atMs + day * dayMs - day * hourMs + hourMs },
      }));
      return analyse(engine, 'collision', { areas });
    }),
    question('companions, one plate, one day', 40, (engine, n) => {
      const { text, kind } = plateOf(n);
      return analyse(engine, 'companions', { plate: text, kind, ...lastDay });
    }),
    question('clone check, one plate', 60, (engine, n) =>
      analyse(engine, 'clone-check', { plate: plateOf(n).text, ...whole }),
    ),
    question('clones of the city', 20, engine => analyse(engine, 'clones', whole)),
    question('first seen in the last hour', 20, engine =>
      analyse(engine, 'first-seen', { fromMs: endMs - hourMs, toMs: endMs }),
    ),
    question('night drivers over 3 days', 20, engine =>
      analyse(engine, 'night-drivers', { fromDay: '2026-11-22', toDay: '2026-11-24' }),
    ),
    question('counts of 20 gates by hour', 40, (engine, n) =>
      analyse(engine, 'flow', { cameraIds: cameras(n, 20), ...lastDay }),
    ),
    question('often at 20 gates, one day', 20, (engine, n) =>
      analyse(engine, 'frequent', { cameraIds: cameras(n, 20), ...lastDay, minTimes: 4 }),
    ),
    question('stays of one plate', 40, (engine, n) =>
      analyse(engine, 'stays', { plate: plateOf(n).text, ...whole }),
    ),
    question('gone after a moment, 12 gates', 20, (engine, n) =>
      analyse(engine, 'hidden', {
        ...{ cameraIds: cameras(n, 12), aroundMs: startMs + 64 * hourMs, minBefore: 3, maxAfter: 0 },
        ...{ hoursBefore: 24, hoursAfter: 8 },
      }),
    ),
    question('section speed, one hour', 40, (engine, n) => {
      const [fromCameraId, toCameraId] = cameras(n, 4);
      const fromMs = endMs - chanceOf(n).integer(1, 9) * hourMs;
      const terms = {
        fromCameraId,
        toCameraId: toCameraId ?? grid.gates[0]!.id,
        fromMs,
        toMs: fromMs + hourMs,
      };
      return analyse(engine, 'section-speed', { ...terms, minKmh: 40 });
    }),
    question('plate family', 40, (engine, n) =>
      analyse(engine, 'plate-family', { plate: plateOf(n).text, ...whole }),
    ),
    question('from area to area, 4 × 12 gates, 2 h', 20, (engine, n) => {
      const used = new Set<string>();
      const areas = [0, 1, 2, 3].map(area => ({
        name: `A${area}`,
        cameraIds: cameras(n * 4 + area, 12).filter(id => !used.has(id) && used.add(id)),
      }));
      const fromMs = endMs - 2 * hourMs;
      return analyse(engine, 'od', {
        areas: areas.filter(area => area.cameraIds.length > 0),
        fromMs,
        toMs: endMs,
      });
    }),
    // As an alert asks (alerts/next/forecast.ts), where nobody asked of this camera lately.
    question('how vehicles went on from a gate', 40, (engine, n) => {
      const [cameraId] = cameras(n, 1) as [string];
      const terms = { cameraId, place: [cameraId], ...whole, limit: 2000 };
      const [id, atMs] = [uuidV7(Date.now()), Date.now()];
      const look = {
        ...engine.looker,
        id,
        atMs,
        purposeId: engine.purposeId,
        action: 'analysis' as const,
        terms,
      };
      return new NextCameraStore(engine.db).steps(terms, look);
    }),
  ];
}
