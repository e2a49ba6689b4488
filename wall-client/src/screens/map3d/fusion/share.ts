// How much of the ground in its field a camera sees: points on rings around it, each for the ground it stands for.
import type { Vec3 } from './pose.ts';
import type { Eye } from './sight.ts';

const rings = 16;
const spokes = 120;

/** Points of the ground all around, out to the eye's range. */
export function viewPoints({ at, rangeM }: Eye): Vec3[] {
  return Array.from({ length: rings * spokes }, (_, i): Vec3 => {
    const far = ((Math.floor(i / spokes) + 0.5) / rings) * rangeM;
    const angle = ((i % spokes) / spokes) * 2 * Math.PI;
    return [at[0] + Math.sin(angle) * far, at[1] + Math.cos(angle) * far, 0];
  });
}

/** `lit` as a probe answers; null where no point lies in the field. */
export function visibleShare({ at }: Eye, points: readonly Vec3[], lit: ArrayLike<number>): number | null {
  let [all, seen] = [0, 0];
  points.forEach(([x, y], i) => {
    const share = lit[i] as number;
    if (share < 0) return;
    // A ring farther out stands for more ground.
    const area = Math.hypot(x - at[0], y - at[1]);
    all += area;
    seen += area * share;
  });
  return all === 0 ? null : seen / all;
}
