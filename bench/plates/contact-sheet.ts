// What went wrong, on one picture a person can open: each plate, its truth, what was read and how surely.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import sharp from 'sharp';
import type { Box } from './geometry.ts';

export interface Failure {
  readonly path: string;
  /** The plate within the picture; null: the whole picture. */
  readonly box: Box | null;
  readonly truth: string;
  readonly read: string;
  readonly note: string;
}

const [cellW, cellH, picH, columns] = [260, 160, 100, 6] as const;
/** More than so many cells nobody looks through, and the picture would not open everywhere. */
const most = 300;

/** Writes a JPEG; the number of failures that found no place on it. */
export async function writeContactSheet(file: string, failures: readonly Failure[]): Promise<number> {
  const shown = failures.slice(0, most);
  const rows = Math.max(1, Math.ceil(shown.length / columns));
  const layers = [];
  for (const [i, failure] of shown.entries()) {
    const [left, top] = [(i % columns) * cellW, Math.floor(i / columns) * cellH];
    layers.push({ input: await thumbnail(failure), left: left + 4, top: top + 4 });
    layers.push({ input: Buffer.from(caption(failure)), left, top: top + picH + 4 });
  }
  mkdirSync(dirname(file), { recursive: true });
  await sharp({
    create: { width: columns * cellW, height: rows * cellH, channels: 3, background: '#f4f4f4' },
  })
    .composite(layers)
    .jpeg({ quality: 88 })
    .toFile(file);
  return failures.length - shown.length;
}

async function thumbnail({ path, box }: Failure): Promise<Buffer> {
  const image = sharp(path);
  if (box) {
    const { width = 0, height = 0 } = await image.metadata();
    // A third of the plate's width around it: where the picture ends, and what stands beside it.
    const by = (box[2] - box[0]) / 3;
    const left = Math.min(width - 1, Math.max(0, Math.floor(box[0] - by)));
    const top = Math.min(height - 1, Math.max(0, Math.floor(box[1] - by)));
    image.extract({
      left,
      top,
      width: Math.max(1, Math.min(width - left, Math.ceil(box[2] - box[0] + 2 * by))),
      height: Math.max(1, Math.min(height - top, Math.ceil(box[3] - box[1] + 2 * by))),
    });
  }
  return image
    .resize(cellW - 8, picH - 4, { fit: 'contain', background: '#ddd' })
    .jpeg()
    .toBuffer();
}

function caption({ truth, read, note }: Failure): string {
  const line = (y: number, fill: string, size: number, text: string) =>
    `<text x="6" y="${y}" font-family="Noto Sans CJK SC" font-size="${size}" fill="${fill}">${escaped(text)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${cellW}" height="${cellH - picH - 4}">${line(17, '#0a6', 16, `✓ ${truth}`)}${line(36, '#c22', 16, `✗ ${read}`)}${line(51, '#555', 11, note)}</svg>`;
}

const escaped = (text: string) => text.replace(/[<>&"]/g, character => `&#${character.codePointAt(0)};`);
