// Pictures as three planes: luma, then both chromas at half size, packed one after the other.

/** How luma and chroma make a colour; what the shader's table of matrices is in the order of. */
export const colourKinds = ['full-601', 'limited-601', 'limited-709', 'full-709'] as const;
export type ColourKind = (typeof colourKinds)[number];

/** Bytes of a picture; both sides even. */
export const i420Bytes = (width: number, height: number): number => (width * height * 3) / 2;

export const even = (px: number): number => px & ~1;

/** By what the frame says of itself; a camera that says nothing sends limited BT.601 at these sizes. */
export function colourOf(space: Pick<VideoColorSpace, 'fullRange' | 'matrix'>): ColourKind {
  const range = space.fullRange ? 'full' : 'limited';
  return `${range}-${space.matrix === 'bt709' ? '709' : '601'}`;
}

/** Copies a frame into `into` (i420Bytes of its even size); what is not planar goes by way of RGBA, full BT.601. */
export async function readFrame(frame: VideoFrame, into: Uint8Array): Promise<ColourKind> {
  const width = even(frame.visibleRect?.width ?? frame.codedWidth);
  const height = even(frame.visibleRect?.height ?? frame.codedHeight);
  const rect = { x: frame.visibleRect?.x ?? 0, y: frame.visibleRect?.y ?? 0, width, height };
  const [luma, chroma] = [width * height, (width * height) / 4];
  if (frame.format === 'I420') {
    const layout = [
      { offset: 0, stride: width },
      { offset: luma, stride: width / 2 },
      { offset: luma + chroma, stride: width / 2 },
    ];
    await frame.copyTo(into, { rect, layout });
    return colourOf(frame.colorSpace);
  }
  if (frame.format === 'NV12') {
    const packed = new Uint8Array(i420Bytes(width, height));
    await frame.copyTo(packed, {
      rect,
      layout: [
        { offset: 0, stride: width },
        { offset: luma, stride: width },
      ],
    });
    into.set(packed.subarray(0, luma));
    for (let i = 0; i < chroma; i += 1) {
      into[luma + i] = packed[luma + 2 * i] as number;
      into[luma + chroma + i] = packed[luma + 2 * i + 1] as number;
    }
    return colourOf(frame.colorSpace);
  }
  const rgba = new Uint8Array(width * height * 4);
  await frame.copyTo(rgba, { rect, format: 'RGBA' });
  rgbaToI420(rgba, width, height, into);
  return 'full-601';
}

/** Full-range BT.601 (JFIF), chroma from the mean of each four pixels. Both sides even. */
export function rgbaToI420(rgba: ArrayLike<number>, width: number, height: number, into: Uint8Array): void {
  const chromaWidth = width / 2;
  const u = width * height;
  const v = u + u / 4;
  for (let y = 0; y < height; y += 2)
    for (let x = 0; x < width; x += 2) {
      let [r4, g4, b4] = [0, 0, 0];
      for (let i = 0; i < 4; i += 1) {
        const pixel = (y + (i >> 1)) * width + x + (i & 1);
        const [r, g, b] = [
          rgba[pixel * 4] as number,
          rgba[pixel * 4 + 1] as number,
          rgba[pixel * 4 + 2] as number,
        ];
        into[pixel] = 0.299 * r + 0.587 * g + 0.114 * b + 0.5;
        r4 += r;
        g4 += g;
        b4 += b;
      }
      const at = (y / 2) * chromaWidth + x / 2;
      into[u + at] = byte((-0.168736 * r4 - 0.331264 * g4 + 0.5 * b4) / 4 + 128.5);
      into[v + at] = byte((0.5 * r4 - 0.418688 * g4 - 0.081312 * b4) / 4 + 128.5);
    }
}

const byte = (value: number) => Math.min(255, value);
