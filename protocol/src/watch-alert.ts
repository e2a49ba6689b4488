// 布控告警: a watched vehicle passed. One alert for each entry and vehicle in five minutes, with how often it was
// seen in them, and what was done about it. REST bodies and news of the wall's socket.
import { type Static, Type } from 'typebox';
import { CameraId } from './camera.ts';
import { ParkAlert } from './park.ts';
import { Passage } from './passage.ts';
import { PlateKind } from './plate.ts';
import { WatchEntry, WatchId } from './watch-list.ts';

const EpochMs = Type.Number({ minimum: 0, maximum: 8.64e15 });

/** Passages of one vehicle within this long of the one that raised the alert raise no other. */
export const repeatWithinMs = 5 * 60_000;

/** 签收 → 核查 → 处置 → 反馈. */
export const AlertState = Type.Union([
  Type.Literal('raised'),
  Type.Literal('signed'),
  Type.Literal('checked'),
  Type.Literal('handled'),
  Type.Literal('fed-back'),
]);
export type AlertState = Static<typeof AlertState>;

export const AlertStepKind = Type.Union([
  Type.Literal('sign'),
  Type.Literal('check'),
  Type.Literal('handle'),
  Type.Literal('feed-back'),
]);
export type AlertStepKind = Static<typeof AlertStepKind>;

/** The one step that leads on from each state. */
export const nextAlertStep: Record<
  AlertState,
  { readonly kind: AlertStepKind; readonly to: AlertState } | null
> = {
  raised: { kind: 'sign', to: 'signed' },
  signed: { kind: 'check', to: 'checked' },
  checked: { kind: 'handle', to: 'handled' },
  handled: { kind: 'feed-back', to: 'fed-back' },
  'fed-back': null,
};

export const AlertStep = Type.Object({
  kind: AlertStepKind,
  username: Type.String(),
  atMs: EpochMs,
  note: Type.String(),
});
export type AlertStep = Static<typeof AlertStep>;

export const WatchAlert = Type.Object({
  id: WatchId,
  /** Null: of the watch list. Of a park's gate, with the vehicle's entry of the park's list, or its own id where it has none. */
  park: Type.Union([ParkAlert, Type.Null()]),
  entry: Type.Pick(WatchEntry, ['id', 'plate', 'reason', 'caseNumber', 'unit']),
  state: AlertState,
  /** As it was read. */
  plate: Type.String(),
  kind: PlateKind,
  raisedMs: EpochMs,
  /** Of the passage that raised it, by the core's clock. */
  passedMs: EpochMs,
  cameraId: CameraId,
  /** That passage; null once it is past its retention. */
  passage: Type.Union([Passage, Type.Null()]),
  /** Passages, the first included. */
  hits: Type.Integer(),
  lastPassedMs: EpochMs,
  lastCameraId: CameraId,
  /** Oldest first. */
  steps: Type.Array(AlertStep),
});
export type WatchAlert = Static<typeof WatchAlert>;

/** raised: new; else seen again, or somebody took a step. */
export interface WatchAlertNews {
  alert: WatchAlert;
  raised: boolean;
}

export const WatchAlerts = Type.Object({
  /** Newest first. */
  alerts: Type.Array(WatchAlert),
  next: Type.Union([WatchId, Type.Null()]),
});
export type WatchAlerts = Static<typeof WatchAlerts>;

export const TakeAlertStep = Type.Object(
  { kind: AlertStepKind, note: Type.String({ maxLength: 500, pattern: '^[^\\p{Cc}]*$' }) },
  { additionalProperties: false },
);
export type TakeAlertStep = Static<typeof TakeAlertStep>;
