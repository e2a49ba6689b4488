// What the fusion layer draws. Every part is made anew when the camera or the buildings around it change, so that
// the layer knows by identity alone what has to be drawn again.
import type { BuildingBlock } from '../base/building-tiles.ts';
import type { Pose } from './pose.ts';
import type { Eye } from './sight.ts';

/** An eye among buildings: has one depth map. */
export interface Sight {
  eye: Eye;
  blocks: readonly BuildingBlock[];
}

export interface Projection {
  cameraId: string;
  /** Shared with the camera's viewshed where both see the same. */
  sight: Sight;
  pose: Pose;
  picture: PictureSource;
}

/** Live pictures of one camera. */
export interface PictureSource {
  readonly video: HTMLVideoElement;
  /** Whether there is a picture newer than the one taken last; asking takes it. */
  takeFresh(): boolean;
}

export interface FusionScene {
  viewshed: Sight | null;
  projections: readonly Projection[];
}
