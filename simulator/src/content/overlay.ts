// The burnt-in mark: the machine-readable blocks of frame-code.ts and, beside them, name and frame number for people.
import sharp from 'sharp';
import type { YuvCanvas } from './canvas.ts';
import { frameCodeBits, frameCodeBlocks } from './frame-code.ts';

const textLeft = 336;
const textTop = 16;
const textHeight = 32;
const digitWidth = 20;

export class BurntIn {
  readonly name: string;
  readonly cameraNumber: number;
  #name: Mask;
  #digits: readonly Mask[];

  constructor(name: string, cameraNumber: number, nameMask: Mask, digits: readonly Mask[]) {
    this.name = name;
    this.cameraNumber = cameraNumber;
    this.#name = nameMask;
    this.#digits = digits;
  }

  static async create(name: string, cameraNumber: number): Promise<BurntIn> {
    const digits = await Promise.all([...'0123456789'].map(d => textMask(d, digitWidth)));
    return new BurntIn(name, cameraNumber, await textMask(name, name.length * digitWidth + 8), digits);
  }

  draw(canvas: YuvCanvas, frame: number): void {
    const { columns, rows, blockPx, leftPx, topPx } = frameCodeBlocks;
    const black = [16, 128, 128] as const;
    const textWidth = this.#name.width + 16 + 5 * digitWidth;
    canvas.fillRect(leftPx - 8, topPx - 8, textLeft - leftPx + textWidth + 16, rows * blockPx + 16, black);
    frameCodeBits({ camera: this.cameraNumber, frame }).forEach((bits, row) => {
      for (let column = 0; column < columns; column++)
        if (bits[column])
          canvas.fillRect(
            leftPx + column * blockPx,
            topPx + row * blockPx,
            blockPx,
            blockPx,
            [235, 128, 128],
          );
    });
    stamp(canvas, this.#name, textLeft, textTop);
    [...String(frame).padStart(5, '0')].forEach((digit, i) => {
      stamp(canvas, this.#digits[Number(digit)]!, textLeft + this.#name.width + 16 + i * digitWidth, textTop);
    });
  }
}

interface Mask {
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
}

async function textMask(text: string, width: number): Promise<Mask> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${textHeight}"><rect width="100%" height="100%"/><text x="${width / 2}" y="27" text-anchor="middle" font-family="DejaVu Sans Mono, Noto Sans Mono" font-weight="bold" font-size="31" fill="#fff">${text}</text></svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const luma = new Uint8Array(info.width * info.height);
  for (let i = 0; i < luma.length; i++) luma[i] = 16 + (data[i * info.channels]! * 219) / 255;
  return { width: info.width, height: info.height, luma };
}

function stamp(canvas: YuvCanvas, mask: Mask, x: number, y: number): void {
  for (let row = 0; row < mask.height; row++)
    canvas.y.set(mask.luma.subarray(row * mask.width, (row + 1) * mask.width), (y + row) * canvas.width + x);
}
