// Who of all the cameras in sight gets a picture, and whose picture moves. Asked every quarter of a second; the
// same view, cameras and past give the same answer.
import type { CameraInstances } from '../../cameras/camera-instances.ts';
import { projectHead, type View } from '../../cameras/pick.ts';
import type { PlaceCells } from '../../cameras/place-cells.ts';
import { boardAspect, boardM, boardPixels, boardShrink, pointerShare } from './board-size.ts';
import { admitLive, type Budget, type FeedCost } from './budget.ts';
import { ScreenGrid } from './screen-grid.ts';
import { keepShare, type Tier, thumbnailPx, tierOf } from './tier.ts';

export interface Board {
  cameraId: string;
  /** In the instances. */
  index: number;
  tier: 'thumbnail' | 'live';
}

export interface PlanInput {
  view: View;
  scale: number;
  instances: CameraInstances;
  cells: PlaceCells;
  /** Under the pointer, selected: theirs come first. */
  chosen: ReadonlySet<string>;
  /** Shown larger elsewhere on the page: their pictures here need not move. */
  focused: ReadonlySet<string>;
  /** Their pictures lie on the ground and the buildings, where a board would hide them. */
  projected: ReadonlySet<string>;
  budget: Budget;
  costOf(cameraId: string): FeedCost;
}

/** How much more one counts that is shown already; what keeps neighbours from taking turns. */
const stay = 1.3;
/** A picture comes where it stands so far apart from others, and goes when they cover so much of it; CSS pixels at scale 1. */
const apartPx = 8;
const touchPx = 6;
/** A picture at the window's edge counts so much less than one in the middle. */
const edgeLoss = 0.4;
/** What is dead shows an old picture at best. */
const deadShare = 0.5;
const firstDeadTone = 3;
/** More in sight than this are not even ranked: the nearest squares come first, and the screen is full long before. */
const maxRanked = 6000;

interface Candidate {
  index: number;
  score: number;
  tier: 'thumbnail' | 'live';
  x: number;
  y: number;
  px: number;
}

export class TierScheduler {
  readonly #screen = new ScreenGrid();
  #shown = new Map<string, Tier>();

  plan(input: PlanInput): Board[] {
    const boards = this.#declutter(input, this.#candidates(input));
    this.#shown = new Map(boards.map(({ cameraId, tier }) => [cameraId, tier]));
    return boards;
  }

  #candidates({ view, scale, instances, cells, chosen, projected }: PlanInput): Candidate[] {
    const { look, ids } = instances;
    // A picture at the least size kept stands this far away at most.
    const ratio = boardM / view.metresPerPx / (thumbnailPx * keepShare * scale);
    const maxW = view.centreW * ratio ** (1 / boardShrink);
    const found: Candidate[] = [];
    cells.forEachNear(view, maxW, index => {
      if (look[index * 4 + 3] === 0 || found.length >= maxRanked) return;
      const head = projectHead(view, instances, index);
      if (!head) return;
      const px = boardPixels(view, scale, head.w);
      const half = px / 2;
      if (head.x < -half || head.x > view.width + half || head.y < 0 || head.y > view.height + half) return;
      const id = ids[index] as string;
      if (projected.has(id)) return;
      const before = this.#shown.get(id) ?? 'icon';
      const tier = tierOf(px / scale, before);
      if (tier === 'icon') return;
      const dx = head.x / view.width - 0.5;
      const dy = head.y / view.height - 0.5;
      let score = px * (1 - edgeLoss * Math.min(1, Math.hypot(dx, dy) * 1.4));
      if (before !== 'icon') score *= stay;
      if ((look[index * 4 + 2] as number) >= firstDeadTone) score *= deadShare;
      if (chosen.has(id)) score *= 1000;
      found.push({ index, score, tier, x: head.x, y: head.y, px });
    });
    return found.sort((a, b) => b.score - a.score || a.index - b.index);
  }

  #declutter(input: PlanInput, candidates: Candidate[]): Board[] {
    const { view, scale, instances, focused, budget, costOf } = input;
    this.#screen.reset(view.width, view.height, scale);
    const boards: Board[] = [];
    for (const { index, tier, x, y, px } of candidates) {
      if (boards.length >= budget.thumbnails) break;
      const height = px / boardAspect;
      const top = y - px * pointerShare - height;
      const cameraId = instances.ids[index] as string;
      const margin = this.#shown.has(cameraId) ? -touchPx : apartPx;
      if (!this.#screen.take(x - px / 2, top, px, height, margin * scale)) continue;
      const isStill = focused.has(cameraId) || (instances.look[index * 4 + 2] as number) >= firstDeadTone;
      boards.push({ cameraId, index, tier: isStill ? 'thumbnail' : tier });
    }
    const moving = boards.filter(({ tier }) => tier === 'live');
    const admitted = admitLive(
      moving.map(({ cameraId }) => costOf(cameraId)),
      budget,
    );
    for (const board of moving.slice(admitted)) board.tier = 'thumbnail';
    return boards;
  }
}
