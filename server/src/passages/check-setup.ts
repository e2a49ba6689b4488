// Whether what was drawn is what it seems: an area has an inside, and only one.
import { AppError } from '@brightwall/protocol/errors';
import type { Point } from '@brightwall/protocol/passage';
import type { PlateSetup, Polygon } from '@brightwall/protocol/plate-setup';

/** Of the picture: below this an area is a slip of the mouse (a hundredth by a hundredth, halved). */
const minArea = 0.00005;

/** Throws bad-request; the schema has been checked already. */
export function checkPlateSetup({ region, lanes, masks }: PlateSetup): void {
  if (region) checkPolygon(region, 'region');
  for (const [n, { name, area }] of lanes.entries()) {
    checkPolygon(area, `lanes/${n}`);
    if (name.trim() !== name || !name.isWellFormed())
      refuse(`lanes/${n}`, '名称前后不能有空格', 'a name has no spaces around it');
    if (lanes.findIndex(other => other.name === name) !== n)
      refuse(`lanes/${n}`, `车道名称重复：${name}`, `two lanes are named ${name}`);
  }
  for (const [n, mask] of masks.entries()) checkPolygon(mask, `masks/${n}`);
}

function checkPolygon(points: Polygon, where: string): void {
  const corners = points.map((a, n) => ({ a, b: points[(n + 1) % points.length]! }));
  const doubled = corners.some(({ a, b }) => a[0] === b[0] && a[1] === b[1]);
  if (doubled) refuse(where, '相邻两点重合', 'two neighbouring points are one');
  if (Math.abs(areaOf(points)) < minArea) refuse(where, '区域过小', 'the area is too small');
  for (const [n, one] of corners.entries())
    for (const [m, other] of corners.entries()) {
      const areNeighbours = Math.abs(n - m) <= 1 || Math.abs(n - m) === corners.length - 1;
      if (m > n && !areNeighbours && doCross(one.a, one.b, other.a, other.b))
        refuse(where, '边线相交', 'its sides cross');
    }
}

/** Shoelace formula; negative when drawn the other way round. */
function areaOf(points: Polygon): number {
  return (
    points.reduce((sum, [x, y], n) => {
      const [nextX, nextY] = points[(n + 1) % points.length]!;
      return sum + x * nextY - nextX * y;
    }, 0) / 2
  );
}

/** Whether two sides touch or cross. */
function doCross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  const isWithin = (p: Point, q: Point, r: Point) =>
    Math.min(p[0], q[0]) <= r[0] &&
    r[0] <= Math.max(p[0], q[0]) &&
    Math.min(p[1], q[1]) <= r[1] &&
    r[1] <= Math.max(p[1], q[1]);
  const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (abc !== abd && cda !== cdb) return true;
  return (
    (abc === 0 && isWithin(a, b, c)) ||
    (abd === 0 && isWithin(a, b, d)) ||
    (cda === 0 && isWithin(c, d, a)) ||
    (cdb === 0 && isWithin(c, d, b))
  );
}

function refuse(where: string, zh: string, en: string): never {
  throw new AppError('bad-request', `${where}: ${zh} / ${en}`);
}
