// The five colours a camera's state is told in; the same as the wall's (ui/theme.ts).
import type { CameraStateKind } from '@brightwall/protocol/camera';
import { colours } from '../../../ui/theme.ts';

export const tones = ['live', 'wait', 'warn', 'fault', 'away'] as const;
export type Tone = (typeof tones)[number];

export const toneOf: Record<CameraStateKind, Tone> = {
  live: 'live',
  connecting: 'wait',
  stalled: 'warn',
  'bad-stream': 'warn',
  'unsupported-codec': 'warn',
  'bad-answer': 'fault',
  unreachable: 'fault',
  'auth-failed': 'fault',
  'agent-offline': 'away',
};

export const toneColour: Record<Tone, string> = {
  live: colours.live,
  wait: colours.wait,
  warn: colours.warn,
  fault: colours.fault,
  away: colours.away,
};

/** As shaders take them, in the order of `tones`: red, green, blue of each, 0 … 1. */
export const toneColours = new Float32Array(
  tones.flatMap(tone => [1, 3, 5].map(at => Number.parseInt(toneColour[tone].slice(at, at + 2), 16) / 255)),
);

export const toneIndex = (kind: CameraStateKind): number => tones.indexOf(toneOf[kind]);
