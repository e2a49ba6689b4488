// Puts the newest analysed picture on a canvas. Boxes are drawn from what is on the canvas, not from what
// came last, so that they lie where the picture says. While one is decoded only the newest waits.
import type { PlateView } from '@brightwall/protocol/plate-setup';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useInstaller } from '../../../state/plates.ts';

/** The view whose picture is on the canvas; null before the first. */
export function useAnalysed(canvasRef: RefObject<HTMLCanvasElement | null>): PlateView | null {
  const view = useInstaller(state => state.view);
  const [shown, setShown] = useState<PlateView | null>(null);
  const next = useRef<PlateView | null>(null);
  const busy = useRef(false);

  useEffect(() => {
    if (!view) {
      setShown(null);
      return;
    }
    next.current = view;
    if (busy.current) return;
    busy.current = true;
    const draw = async () => {
      while (next.current) {
        const drawn = next.current;
        next.current = null;
        const canvas = canvasRef.current;
        const bitmap = await decoded(drawn);
        if (!bitmap || !canvas?.isConnected) continue;
        canvas.width = bitmap.width;
        canvas.height = bitmap.height;
        canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
        bitmap.close();
        setShown(drawn);
      }
      busy.current = false;
    };
    void draw();
  }, [view, canvasRef]);
  return shown;
}

/** Null where the bytes are no picture: the next one comes within a second. */
async function decoded({ jpeg }: PlateView): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(new Blob([jpeg.slice()], { type: 'image/jpeg' }));
  } catch {
    return null;
  }
}
