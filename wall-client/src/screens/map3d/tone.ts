// The five colours a camera's state is told in; the same as the wall's (ui/theme.ts).
import type { CameraStateKind } from '@brightwall/protocol/camera';
import { colours } from '../../ui/theme.ts';

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

export const toneIndex = (kind: CameraStateKind): number => tones.indexOf(toneOf[kind]);
