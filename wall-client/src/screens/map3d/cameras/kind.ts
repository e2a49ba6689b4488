// What sort of device a camera is, as an operator tells them apart: by its 国标编码's type where that says more
// than "a camera" (GB/T 28181-2022 E.1), else by whether it turns.
import type { Camera } from '@brightwall/protocol/camera';
import { codeType } from '@brightwall/protocol/camera-code';

export const cameraKinds = ['fixed', 'ptz', 'checkpoint', 'multi', 'gate'] as const;
export type CameraKind = (typeof cameraKinds)[number];

const byType: Record<number, CameraKind> = { 121: 'checkpoint', 122: 'multi', 123: 'gate' };

export function kindOf({ code, ptz }: Pick<Camera, 'code' | 'ptz'>): CameraKind {
  return (code && byType[codeType(code)]) || (ptz ? 'ptz' : 'fixed');
}
