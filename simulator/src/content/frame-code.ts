// The machine-readable mark burnt into every simulated picture, and its reader. No Node dependency:
// benches and browser tests read it from page pixels.
//
// Two rows of 18 square blocks, each 16 px on 1280×720 (8 px on 640×360), the first at (16, 16).
// Row 0: white, 8 bits camera number, 8 bits checksum, black.
// Row 1: black, 16 bits frame number, white. Most significant bit first; white is 1.

export const frameCodeBlocks = {
  columns: 18,
  rows: 2,
  blockPx: 16,
  leftPx: 16,
  topPx: 16,
  widthPx: 1280,
  heightPx: 720,
};

export interface FrameCode {
  /** 1–255 for a loop of a camera's own, 0 for a loop that many cameras share. */
  readonly camera: number;
  /** Index in the loop, counted on the main stream (25 a second), on both streams. */
  readonly frame: number;
}

/** Both rows as bits, ready to draw. */
export function frameCodeBits(code: FrameCode): boolean[][] {
  const bits = (value: number, count: number) =>
    Array.from({ length: count }, (_, i) => ((value >> (count - 1 - i)) & 1) === 1);
  return [
    [true, ...bits(code.camera, 8), ...bits(checksum(code), 8), false],
    [false, ...bits(code.frame, 16), true],
  ];
}

/**
 * Reads the mark from a whole picture of any size (RGBA, 4 bytes a pixel). Null when there is none
 * or it is too blurred: sync blocks, contrast and checksum must all be right.
 */
export function readFrameCode(rgba: ArrayLike<number>, width: number, height: number): FrameCode | null {
  const { columns, blockPx, leftPx, topPx, widthPx, heightPx } = frameCodeBlocks;
  const blockW = (blockPx * width) / widthPx;
  const blockH = (blockPx * height) / heightPx;
  if (blockW < 2 || blockH < 2) return null;
  const luma = (column: number, row: number): number => {
    const x = (leftPx * width) / widthPx + column * blockW;
    const y = (topPx * height) / heightPx + row * blockH;
    const [x0, x1] = middle(x, blockW);
    const [y0, y1] = middle(y, blockH);
    let sum = 0;
    for (let py = y0; py < y1; py++)
      for (let px = x0; px < x1; px++) {
        const i = (py * width + px) * 4;
        sum += 0.2126 * (rgba[i] ?? 0) + 0.7152 * (rgba[i + 1] ?? 0) + 0.0722 * (rgba[i + 2] ?? 0);
      }
    return sum / ((x1 - x0) * (y1 - y0));
  };
  const white = Math.min(luma(0, 0), luma(columns - 1, 1));
  const black = Math.max(luma(0, 1), luma(columns - 1, 0));
  if (white - black < 60) return null;
  const threshold = (white + black) / 2;
  const number = (row: number, from: number, count: number) => {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + (luma(from + i, row) > threshold ? 1 : 0);
    return value;
  };
  const code = { camera: number(0, 1, 8), frame: number(1, 1, 16) };
  return number(0, 9, 8) === checksum(code) ? code : null;
}

/** The middle half of a block, at least one pixel: edges are blurred by scaling and compression. */
function middle(start: number, size: number): [number, number] {
  const from = Math.floor(start + size / 4);
  return [from, Math.max(from + 1, Math.floor(start + (size * 3) / 4))];
}

/** CRC-8 (polynomial 0x07, start 0xA5) over camera number and frame number. */
function checksum(code: FrameCode): number {
  let crc = 0xa5;
  for (const byte of [code.camera & 255, (code.frame >> 8) & 255, code.frame & 255]) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 255 : (crc << 1) & 255;
  }
  return crc;
}
