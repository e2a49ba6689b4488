import type { CameraFailureKind } from './found-camera.ts';

/** Why a device could not be asked. `detail` is for the person who mends it; no secrets. */
export class DeviceFailure extends Error {
  readonly kind: CameraFailureKind;
  readonly detail: string;

  constructor(kind: CameraFailureKind, detail: string) {
    super(`${kind}: ${detail}`);
    this.name = 'DeviceFailure';
    this.kind = kind;
    this.detail = detail.slice(0, 500);
  }
}
