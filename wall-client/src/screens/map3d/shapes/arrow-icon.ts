// The arrow that lines carry: white with a dark rim, so that it shows on a line of any colour.
export const arrowIcon = 'shape-arrow';

/** In pixels of the picture, which is drawn at half of them. */
const sidePx = 36;

/** Points east; MapLibre turns it along its line. */
export function drawArrow(): ImageData {
  const canvas = new OffscreenCanvas(sidePx, sidePx);
  const context = canvas.getContext('2d')!;
  const at = (part: number) => part * sidePx;
  context.beginPath();
  context.moveTo(at(0.24), at(0.14));
  context.lineTo(at(0.88), at(0.5));
  context.lineTo(at(0.24), at(0.86));
  context.lineTo(at(0.4), at(0.5));
  context.closePath();
  context.lineJoin = 'round';
  context.lineWidth = 5;
  context.strokeStyle = '#071018';
  context.stroke();
  context.fillStyle = '#ffffff';
  context.fill();
  return context.getImageData(0, 0, sidePx, sidePx);
}
