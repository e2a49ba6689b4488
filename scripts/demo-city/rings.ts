// The two ring roads: rounded squares on the plan, concentric, told by one distance function.

export interface Ring {
  /** Half of the square's side and the radius of its corners, plan metres. */
  half: number;
  corner: number;
}

export const innerRing: Ring = { half: 1820, corner: 620 };
export const outerRing: Ring = { half: 5300, corner: 1700 };

/** Signed distance in plan metres to the ring's centreline: negative inside. */
export function fromRing({ half, corner }: Ring, u: number, v: number): number {
  const [x, y] = [Math.abs(u) - half + corner, Math.abs(v) - half + corner];
  return Math.hypot(Math.max(x, 0), Math.max(y, 0)) + Math.min(Math.max(x, y), 0) - corner;
}

/** The ring's reach along v at u (both signs), 0 where the ring does not come. */
export function ringReach({ half, corner }: Ring, u: number): number {
  const beyond = Math.abs(u) - (half - corner);
  if (beyond <= 0) return half;
  if (beyond >= corner) return 0;
  return half - corner + Math.sqrt(corner * corner - beyond * beyond);
}

/** One side of the ring from corner middle to corner middle, counter-clockwise: 0 east, 1 north, 2 west, 3 south. */
export function ringSide({ half, corner }: Ring, side: number, stepM: number): [u: number, v: number][] {
  const straight = half - corner;
  const east: [number, number][] = [];
  const arc = (centreV: number, from: number, to: number) => {
    const steps = Math.ceil((corner * Math.PI) / 4 / stepM);
    for (let i = 0; i <= steps; i += 1) {
      const angle = from + ((to - from) * i) / steps;
      east.push([straight + Math.cos(angle) * corner, centreV + Math.sin(angle) * corner]);
    }
  };
  arc(-straight, -Math.PI / 4, 0);
  const steps = Math.ceil((2 * straight) / stepM);
  for (let i = 1; i < steps; i += 1) east.push([half, -straight + (2 * straight * i) / steps]);
  arc(straight, 0, Math.PI / 4);
  return east.map(([u, v]): [number, number] => {
    if (side === 0) return [u, v];
    if (side === 1) return [-v, u];
    return side === 2 ? [-u, -v] : [v, -u];
  });
}
