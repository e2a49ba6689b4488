// From passages and truth to the figures of the video part.
import type { Figure, Table } from '../frame.ts';
import { of } from './part.ts';
import { type Accounting, counts, type Made, type PassOutcome } from './passes.ts';
import { calibrate, rightFrom } from './score.ts';
import { calibrationTable, percent } from './tables.ts';

export interface Played {
  readonly loop: string;
  readonly night: boolean;
  readonly accounting: Accounting;
}

const sure = 0.95;
/** px of main; the widest the plate ever stood clear. */
const widths: readonly (readonly [string, number])[] = [
  ['40–49 px', 40],
  ['50–59 px', 50],
  ['60–79 px', 60],
  ['≥ 80 px', 80],
];

export function videoFigures(played: readonly Played[]): { figures: Figure[]; tables: Table[] } {
  const by = (night: boolean) =>
    played.filter(one => one.night === night).flatMap(one => one.accounting.outcomes.filter(asked));
  const [day, night] = [by(false), by(true)];
  const all = [...day, ...night];
  const stray = played.flatMap(one => one.accounting.stray);
  const once = all.filter(({ made }) => made.length === 1);
  const doubles = all.filter(({ made }) => made.length > 1);
  const unread = once.filter(({ made }) => made[0]!.text === null);
  const readings = [
    ...played.flatMap(one => one.accounting.outcomes).flatMap(given),
    ...stray.flatMap(({ text, confidence }) => (text === null ? [] : [{ confidence, right: false }])),
  ];
  const { given: sureGiven, right, share } = rightFrom(readings, sure);
  const row = (name: string, part: number, whole: number): Figure => ({
    name: `video: ${name}`,
    figure: (part / whole) * 100,
    spread: of(part, whole),
  });
  return {
    figures: [
      row('vehicles with exactly one passage', once.length, all.length),
      row('right plate by day', day.filter(isRight).length, day.length),
      row('right plate by night', night.filter(isRight).length, night.length),
      row('doubles', doubles.length, all.length),
      row('passages of no vehicle', stray.length, all.length),
      row('unreadable', unread.length, all.length),
      { name: 'video: right of passages ≥ 0.95', figure: share * 100, spread: of(right, sureGiven) },
    ].filter(figure => !Number.isNaN(figure.figure)),
    tables: [
      table('video, by plate width 按车牌宽度', all, widthGroup, [...widths.map(([name]) => name)]),
      table('video, by plate 按号牌种类', all, ({ pass }) => pass.kind),
      table('video, by direction 按方向', all, ({ pass }) => pass.direction),
      loopTable(played),
      calibrationTable('video, calibration 置信度校准', calibrate(readings)),
      failureTable(played),
    ],
  };
}

const asked = ({ pass }: PassOutcome) => counts(pass);

/** A vehicle was read right when its one passage says its number; one of two passages is no answer. */
export const isRight = ({ pass, made }: PassOutcome): boolean =>
  made.length === 1 && made[0]!.text === pass.plate;

function given({ pass, made }: PassOutcome) {
  return made
    .filter((one): one is Made & { text: string } => one.text !== null)
    .map(({ text, confidence }) => ({ confidence, right: text === pass.plate }));
}

function widthGroup({ pass }: PassOutcome): string {
  const widest = Math.max(...pass.clearWidths);
  return [...widths].reverse().find(([, from]) => widest >= from)![0];
}

function table(
  title: string,
  outcomes: readonly PassOutcome[],
  group: (outcome: PassOutcome) => string,
  order: readonly string[] = [...new Set(outcomes.map(group))].sort(),
): Table {
  return {
    title,
    head: ['', 'vehicles', 'exactly one', 'none', 'more', 'right', 'unreadable', 'wrong'],
    rows: order
      .map(name => ({ name, members: outcomes.filter(outcome => group(outcome) === name) }))
      .filter(({ members }) => members.length > 0)
      .map(({ name, members }) => {
        const part = (test: (outcome: PassOutcome) => boolean) =>
          percent(members.filter(test).length / members.length);
        const one = ({ made }: PassOutcome) => made.length === 1;
        const text = ({ made }: PassOutcome) => made[0]?.text ?? null;
        return [
          name,
          `${members.length}`,
          part(one),
          part(({ made }) => made.length === 0),
          part(({ made }) => made.length > 1),
          part(isRight),
          part(outcome => one(outcome) && text(outcome) === null),
          part(outcome => one(outcome) && text(outcome) !== null && !isRight(outcome)),
        ];
      }),
  };
}

function loopTable(played: readonly Played[]): Table {
  return {
    title: 'video, by loop 按画面',
    head: ['', 'vehicles', 'exactly one', 'right', 'passages of others'],
    rows: played.map(({ loop, night, accounting }) => {
      const members = accounting.outcomes.filter(asked);
      const others = accounting.outcomes.filter(outcome => !asked(outcome) && outcome.made.length > 0);
      return [
        `${loop}${night ? ' night' : ''}`,
        `${members.length}`,
        `${members.filter(({ made }) => made.length === 1).length}`,
        `${members.filter(isRight).length}`,
        `${others.length}`,
      ];
    }),
  };
}

/** Enough to see what kind of failure it is; all of them are in bench/out/plates.json too if they are this few. */
const mostFailures = 60;

function failureTable(played: readonly Played[]): Table {
  const rows = played.flatMap(({ loop, accounting }) => [
    ...accounting.outcomes
      .filter(outcome => asked(outcome) && !isRight(outcome))
      .map(({ pass, made }) => [
        loop,
        `${pass.id} ${pass.direction}`,
        `${pass.from}–${pass.to}`,
        `${Math.max(...pass.clearWidths).toFixed(0)} px ${pass.kind}`,
        pass.plate,
        made.map(told).join('; ') || 'no passage',
      ]),
    ...accounting.stray.map(one => [loop, 'none', `${one.firstFrame}–${one.lastFrame}`, '', '', told(one)]),
  ]);
  const left = rows.length - mostFailures;
  return {
    title: `video, what went wrong 错误清单${left > 0 ? ` (${left} more 另有)` : ''}`,
    head: ['loop', 'vehicle', 'frames', 'plate', 'truth', 'passages'],
    rows: rows.slice(0, mostFailures),
  };
}

const told = ({ frame, text, confidence }: Made) =>
  `${text ?? 'unreadable'}${text === null ? '' : ` ${confidence.toFixed(2)}`} @${frame}`;
