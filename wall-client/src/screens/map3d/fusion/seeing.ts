// From what is known of a camera to its eye: solved points first, else its place, heading and field of view.
import type { Calibration, MapPoint } from '@brightwall/protocol/calibration';
import type { CameraPlace } from '@brightwall/protocol/camera';
import { maxDrawnRangeM } from '../cameras/camera-instances.ts';
import type { LocalFrame } from '../geo.ts';
import { focalOf, type Pose, type Vec3 } from './pose.ts';
import { type Eye, levelEye, mastHeightM, poseEye } from './sight.ts';

export interface SeeingCamera {
  cameraId: string;
  place: CameraPlace;
  /** Horizontal, degrees. */
  fieldOfViewDeg: number;
  rangeM: number;
  calibration: Calibration | null;
}

/** A projection that nobody has calibrated still needs a tilt: the horizon a third of the way down the picture's upper half. */
const horizonDown = 0.33;
const usualAspect = 16 / 9;

export const toLocal = (frame: LocalFrame, { heightM, ...at }: MapPoint): Vec3 => [
  ...frame.toLocal(at),
  heightM,
];

export const fromLocal = (frame: LocalFrame, [x, y, z]: Vec3): MapPoint => ({
  ...frame.toLonLat(x, y),
  heightM: z,
});

export function poseOf(calibration: Calibration, frame: LocalFrame): Pose {
  const { eye, widthPx, heightPx, headingDeg, tiltDeg, rollDeg, focal, k1, k2 } = calibration;
  return {
    at: toLocal(frame, eye),
    headingDeg,
    tiltDeg,
    rollDeg,
    focal,
    aspect: widthPx / heightPx,
    k1,
    k2,
  };
}

/** Solved, or a guess good enough to see that a calibration is wanted. */
export function projectorPose({ place, fieldOfViewDeg, calibration }: SeeingCamera, frame: LocalFrame): Pose {
  if (calibration) return poseOf(calibration, frame);
  const focal = focalOf(Math.min(120, fieldOfViewDeg));
  const halfHeight = Math.atan(0.5 / focal / usualAspect);
  return {
    at: [...frame.toLocal(place), mastHeightM],
    headingDeg: place.headingDeg ?? 0,
    tiltDeg: (halfHeight * (1 - horizonDown) * 180) / Math.PI,
    rollDeg: 0,
    focal,
    aspect: usualAspect,
    k1: 0,
    k2: 0,
  };
}

/** What a camera could see: of an uncalibrated one whatever its tilt, all around where its heading is unknown. */
export function viewshedEye(camera: SeeingCamera, frame: LocalFrame): Eye {
  const rangeM = sightRange(camera);
  if (camera.calibration) return poseEye(poseOf(camera.calibration, frame), rangeM);
  const { place, fieldOfViewDeg } = camera;
  return levelEye([...frame.toLocal(place), mastHeightM], place.headingDeg, fieldOfViewDeg, rangeM);
}

/** No farther than sectors are drawn. */
export const sightRange = ({ rangeM }: Pick<SeeingCamera, 'rangeM'>): number =>
  Math.min(maxDrawnRangeM, rangeM);
