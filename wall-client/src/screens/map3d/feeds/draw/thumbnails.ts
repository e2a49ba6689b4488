// The thumbnails on the graphics card: a cell for each camera that is shown, filled from the pages they come on. A
// page's newest picture waits here until it is drawn; a newer one takes its place.
import { i420Bytes } from '../decode/i420.ts';
import type { PageDecoded, Sheet } from '../worker/messages.ts';
import { LayerPool } from './layer-pool.ts';
import type { PictureAt } from './pictures.ts';
import type { PlaneArray, PlaneMove } from './plane-array.ts';

/** Where parts of pages are put: the card's array, a full page's cells in a layer. */
export type CellStore = Pick<PlaneArray, 'limit' | 'fit' | 'uploadParts'>;

/** On the graphics card: what some 1,150 thumbnails of 192×108 take. */
export const maxThumbnailBytes = 36 * 1024 * 1024;

type Held = Pick<PageDecoded, 'colour' | 'aheadMs'> & { takenMs: number };

export class Thumbnails {
  readonly #giveBack: (planes: ArrayBuffer) => void;
  readonly #waiting = new Map<number, PageDecoded>();
  readonly #cells = new LayerPool<string>();
  /** What is in their cells. */
  readonly #held = new Map<string, Held>();
  #sheet: Sheet | null = null;
  #shown: ReadonlySet<string> = new Set();
  /** Pages brought to the card since the beginning. */
  uploaded = 0;

  constructor(giveBack: (planes: ArrayBuffer) => void) {
    this.#giveBack = giveBack;
  }

  handlePage(decoded: PageDecoded): void {
    this.#drop(decoded.page);
    this.#waiting.set(decoded.page, decoded);
  }

  /** Which cameras are shown: they keep their cells, and others' pictures are not brought to the card. */
  handleShown(cameraIds: Iterable<string>): void {
    this.#shown = new Set(cameraIds);
  }

  /** The card is gone with all that was on it. */
  handleLost(): void {
    for (const page of [...this.#waiting.keys()]) this.#drop(page);
    this.#forget();
  }

  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  at(cameraId: string): PictureAt | null {
    const [held, cell] = [this.#held.get(cameraId), this.#cells.get(cameraId)];
    if (!held || cell === null || !this.#sheet) return null;
    const { tileWidthPx: width, tileHeightPx: height } = this.#sheet;
    const { layer, x, y } = placeOf(cell, this.#sheet);
    const takenMs = held.takenMs + held.aheadMs;
    return { source: 'thumbnail', layer, x, y, width, height, colour: held.colour, takenMs };
  }

  /** Brings what waits to the card until so many bytes are spent, one page at least; how many pages. */
  upload(array: CellStore, most: number): number {
    let [count, bytes] = [0, 0];
    for (const [page, decoded] of this.#waiting) {
      if (bytes >= most) break;
      bytes += this.#draw(array, decoded);
      count += 1;
      this.#drop(page);
    }
    this.uploaded += count;
    return count;
  }

  /** Bytes brought to the card. */
  #draw(array: CellStore, decoded: PageDecoded): number {
    const { sheet, cameraIds, takenMs, colour, aheadMs, width, height } = decoded;
    const across = Math.min(sheet.columns, cameraIds.length) * sheet.tileWidthPx;
    const down = Math.ceil(cameraIds.length / sheet.columns) * sheet.tileHeightPx;
    // Not of the size it should be.
    if (across > width || down > height) return 0;
    if (!isSame(sheet, this.#sheet)) this.#forget();
    this.#sheet = sheet;
    const fresh = cameraIds.flatMap((id, place) =>
      this.#shown.has(id) && this.#held.get(id)?.takenMs !== takenMs[place] ? [{ id, place }] : [],
    );
    const full = [sheet.columns * sheet.tileWidthPx, sheet.rows * sheet.tileHeightPx] as const;
    const limit = array.limit(...full) * sheet.columns * sheet.rows;
    const cells = fresh.map(({ id }) => this.#cells.take(id, limit, other => this.#shown.has(other)));
    const layers = Math.ceil(this.#cells.high / (sheet.columns * sheet.rows));
    if (array.fit(...full, layers)) this.#held.clear();
    const moves: PlaneMove[] = [];
    for (const [i, { id, place }] of fresh.entries()) {
      const cell = cells[i] as number | null;
      if (cell === null) continue;
      this.#held.set(id, { colour, aheadMs, takenMs: takenMs[place] as number });
      put(moves, moveOf(place, cell, sheet));
    }
    array.uploadParts(width, height, new Uint8Array(decoded.planes, 0, i420Bytes(width, height)), moves);
    return moves.reduce((sum, move) => sum + i420Bytes(move.width, move.height), 0);
  }

  #forget(): void {
    this.#held.clear();
    this.#cells.clear();
  }

  #drop(page: number): void {
    const decoded = this.#waiting.get(page);
    this.#waiting.delete(page);
    if (decoded) this.#giveBack(decoded.planes);
  }
}

const isSame = (a: Sheet, b: Sheet | null): boolean =>
  a.columns === b?.columns &&
  a.rows === b.rows &&
  a.tileWidthPx === b.tileWidthPx &&
  a.tileHeightPx === b.tileHeightPx;

function placeOf(cell: number, { columns, rows, tileWidthPx, tileHeightPx }: Sheet) {
  const at = cell % (columns * rows);
  return {
    layer: Math.floor(cell / (columns * rows)),
    x: (at % columns) * tileWidthPx,
    y: Math.floor(at / columns) * tileHeightPx,
  };
}

function moveOf(place: number, cell: number, sheet: Sheet): PlaneMove {
  const [from, to] = [placeOf(place, sheet), placeOf(cell, sheet)];
  return { fromX: from.x, fromY: from.y, ...to, width: sheet.tileWidthPx, height: sheet.tileHeightPx };
}

/** Neighbours on the page that are neighbours on the card go there as one: each way there costs more than its bytes. */
function put(moves: PlaneMove[], move: PlaneMove): void {
  const last = moves.at(-1);
  const follows =
    last?.layer === move.layer &&
    last.y === move.y &&
    last.fromY === move.fromY &&
    last.x + last.width === move.x &&
    last.fromX + last.width === move.fromX;
  if (follows) moves[moves.length - 1] = { ...last, width: last.width + move.width };
  else moves.push(move);
}
