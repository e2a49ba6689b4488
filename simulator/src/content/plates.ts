// Number plates as GA 36 lays them out: kinds, numbers, drawing.
import sharp from 'sharp';
import { pick } from './random.ts';
import { Texture } from './texture.ts';

export type PlateKind = 'blue' | 'yellow' | 'yellow-double' | 'green';

export interface Plate {
  readonly kind: PlateKind;
  /** Without the dot: "浙A3K901". */
  readonly text: string;
}

/** mm. 小型汽车 440×140, 大型汽车后 440×220, 小型新能源 480×140. */
export const plateSizeMm: Record<PlateKind, readonly [width: number, height: number]> = {
  blue: [440, 140],
  yellow: [440, 140],
  'yellow-double': [440, 220],
  green: [480, 140],
};

const provinces = [...'京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新'];
const letters = [...'ABCDEFGHJKLMNPQRSTUVWXYZ'];
const digits = [...'0123456789'];

/** Half of the plates are of the province the street is in, as on a real street. */
export function randomPlate(kind: PlateKind, random: () => number): Plate {
  const province = random() < 0.5 ? '浙' : pick(random, provinces);
  const authority = pick(random, letters.slice(0, 12));
  const digit = () => pick(random, digits);
  if (kind === 'green') {
    const second = random() < 0.3 ? pick(random, letters) : digit();
    const serial = pick(random, [...'DDDDAF']) + second + digit() + digit() + digit() + digit();
    return { kind, text: province + authority + serial };
  }
  // At most two letters in a serial (GA 36 allows two outside the largest cities).
  let lettersLeft = 2;
  let serial = '';
  for (let i = 0; i < 5; i++) {
    const letter = lettersLeft > 0 && random() < 0.28;
    if (letter) lettersLeft -= 1;
    serial += letter ? pick(random, letters) : digit();
  }
  return { kind, text: province + authority + serial };
}

const colors: Record<PlateKind, { ground: string; ink: string }> = {
  blue: { ground: '#1d4fb4', ink: '#ffffff' },
  yellow: { ground: '#f0b016', ink: '#14120c' },
  'yellow-double': { ground: '#f0b016', ink: '#14120c' },
  green: { ground: 'url(#green)', ink: '#0b0f0c' },
};

/** The plate's face as a texture, half a pixel per millimetre. */
export async function drawPlate(plate: Plate): Promise<Texture> {
  const [width, height] = plateSizeMm[plate.kind];
  const { data, info } = await sharp(Buffer.from(plateSvg(plate)), { density: 36 })
    .resize(width / 2, height / 2, { fit: 'fill' })
    .flatten({ background: '#222222' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Texture.fromRgb(data, info.width, info.height);
}

/** SVG in millimetres: glyphs 45×90 (43 wide on 480 mm), pitch 57, the dot's gap 34 mm after the second. */
export function plateSvg(plate: Plate): string {
  const [width, height] = plateSizeMm[plate.kind];
  const { ground, ink } = colors[plate.kind];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs><linearGradient id="green" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#e9f5ec"/><stop offset="0.45" stop-color="#9fd8ae"/><stop offset="1" stop-color="#2fae63"/></linearGradient></defs>
<rect width="${width}" height="${height}" rx="10" fill="${ground}"/>
<rect x="5" y="5" width="${width - 10}" height="${height - 10}" rx="7" fill="none" stroke="${ink}" stroke-width="3"/>
${glyphs(plate)}</svg>`;
}

function glyphs(plate: Plate): string {
  const { ink } = colors[plate.kind];
  const chars = [...plate.text];
  if (plate.kind === 'yellow-double') {
    const upper = glyph(chars[0]!, 110, 15, 80, 60, ink) + glyph(chars[1]!, 250, 15, 80, 60, ink);
    const dot = `<circle cx="220" cy="45" r="6" fill="${ink}"/>`;
    return (
      upper +
      dot +
      chars
        .slice(2)
        .map((c, i) => glyph(c, 27 + i * 80, 90, 65, 110, ink))
        .join('')
    );
  }
  const [glyphW, gap, dotGap, left] = plate.kind === 'green' ? [43, 9, 49, 15.5] : [45, 12, 34, 15.5];
  let x = left;
  let out = '';
  chars.forEach((char, i) => {
    out += glyph(char, x, 25, glyphW, 90, ink);
    x += glyphW + (i === 1 ? dotGap : gap);
    if (i === 1) out += `<circle cx="${x - dotGap / 2}" cy="70" r="5.5" fill="${ink}"/>`;
  });
  return out;
}

/** One character stretched into its box: Noto's own proportions are not GA 36's narrow ones. */
function glyph(char: string, x: number, y: number, w: number, h: number, ink: string): string {
  const han = char.charCodeAt(0) > 0x2e80;
  // Measured on Noto Sans CJK SC Bold at 100 px: capitals ~60×74 (I and 1 narrower), characters ~93×93.
  const [em, rise] = han ? [93, 82] : [62, 74];
  const sx = (w / em) * (han ? 1 : 0.98);
  const sy = han ? h / 93 : h / 74;
  return `<text transform="translate(${x + w / 2} ${y + (han ? rise * sy : h)}) scale(${sx} ${sy})" text-anchor="middle" font-family="Noto Sans CJK SC" font-weight="bold" font-size="100" fill="${ink}">${char}</text>`;
}
