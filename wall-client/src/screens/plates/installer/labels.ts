import type { PlateView } from '@brightwall/protocol/plate-setup';

type Plate = PlateView['plates'][number];

/** A label's size on a picture as wide as the view usually is, as parts of the picture. */
const label = { width: 0.13, height: 0.075 };
const most = 12;

/** The plates whose label has room: the widest first, since far ones can be read nowhere anyway. */
export function labelledPlates(plates: readonly Plate[]): Plate[] {
  const chosen: Plate[] = [];
  for (const plate of plates.toSorted((a, b) => b.widthPx - a.widthPx)) {
    if (chosen.length === most) break;
    if (chosen.every(other => apart(plate, other))) chosen.push(plate);
  }
  return chosen;
}

function apart(a: Plate, b: Plate): boolean {
  const [ax, ay] = middleOf(a);
  const [bx, by] = middleOf(b);
  return Math.abs(ax - bx) > label.width || Math.abs(ay - by) > label.height;
}

function middleOf({ corners }: Plate): [number, number] {
  const mean = (axis: 0 | 1) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length;
  return [mean(0), mean(1)];
}
