// The background of a scene, drawn once by the same projection that moves the vehicles.
import sharp from 'sharp';
import { YuvCanvas } from './canvas.ts';
import { Pen } from './pen.ts';
import { roadside } from './roadside.ts';
import { farTown, ground, sky, svgDefinitions } from './street.ts';
import type { View } from './view.ts';

export interface SceneryOptions {
  readonly view: View;
  readonly night: boolean;
  readonly seed: number;
  readonly roadName: string;
}

/** The background picture, the same for the same options. */
export async function drawScenery(options: SceneryOptions): Promise<YuvCanvas> {
  const { view } = options;
  const rgb = await sharp(Buffer.from(scenerySvg(options)))
    .removeAlpha()
    .raw()
    .toBuffer();
  return YuvCanvas.fromRgb(rgb, view.width, view.height);
}

export function scenerySvg(options: SceneryOptions): string {
  const { view } = options;
  const pen = new Pen(options);
  sky(pen);
  ground(pen);
  farTown(pen);
  roadside(pen);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${view.width}" height="${view.height}">${svgDefinitions(pen)}${pen.out.join('\n')}</svg>`;
}
