// Drawing on the map: the pointer, or the cross in the middle of the map that the arrow keys move the map under,
// become steps of the drawing; what it would be so far is shown as it grows.

import type { Router } from '@brightwall/kit/roads/router';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { CityMap } from '../city-map.ts';
import { headingTo, type LocalFrame, type LonLat } from '../geo.ts';
import type { CameraGrid } from './camera-grid.ts';
import { type DrawContext, type DrawEvent, type DrawTool, distanceM, drawStep, preview } from './drawing.ts';
import { select, useSelect } from './select-store.ts';
import { type Selection, selectCameras } from './selection.ts';
import { selectionShape } from './selection-shape.ts';

/** A hand that clicks twice at one place moves less, CSS pixels. */
const samePlacePx = 6;

interface Options {
  map: CityMap | null;
  container: RefObject<HTMLElement | null>;
  frame: LocalFrame;
  grid: CameraGrid | null;
  router: Router | null;
  onDone: (tool: DrawTool, done: Selection) => void;
}

export interface Draw {
  /** Cameras in what is drawn so far; null while there is nothing yet. */
  count: number | null;
  /** Drawing by key: the middle of the map is the pointer. */
  isByKey: boolean;
  /** A key's step; at the middle of the map where it has a place. */
  key: (kind: 'set' | 'finish' | 'back' | 'move') => void;
}

export function useDraw({ map, container, frame, grid, router, onDone }: Options): Draw {
  const drawing = useSelect(state => state.drawing);
  const tool = drawing?.tool ?? null;
  const [isByKey, setByKey] = useState(false);
  const [count, setCount] = useState<number | null>(null);
  const step = useRef<(event: DrawEvent) => void>(() => {});
  const context = (): DrawContext => {
    const { radiusM, bufferM } = useSelect.getState();
    return {
      radiusM,
      bufferM,
      ...(map ? groundAt(map, container.current) : { nearM: 0, bearingDeg: 0 }),
      wayThrough: points => router?.wayThrough(points) ?? points,
    };
  };
  step.current = event => {
    const before = useSelect.getState().drawing;
    if (!before) return;
    const result = drawStep(before, event, context());
    if ('drawing' in result) {
      useSelect.setState({ drawing: result.drawing });
      return;
    }
    select.leaveDrawing();
    onDone(before.tool, result.done);
  };

  useEffect(() => {
    if (!map || tool === null) return;
    map.pointer.handleDrawing(true, tool === 'box' || tool === 'circle');
    setByKey(false);
    let frame = 0;
    let moved: LonLat | null = null;
    const offs = [
      map.pointer.on('draw', (phase, at) => {
        setByKey(false);
        if (phase !== 'move') return step.current({ kind: phase, at });
        moved = at;
        // A mouse tells of more moves than are drawn.
        frame ||= requestAnimationFrame(() => {
          frame = 0;
          if (moved) step.current({ kind: 'move', at: moved });
        });
      }),
      map.pointer.on('click', (_, at) => step.current({ kind: 'click', at })),
      map.pointer.on('doubleClick', () => step.current({ kind: 'finish' })),
    ];
    return () => {
      cancelAnimationFrame(frame);
      for (const off of offs) off();
      map.pointer.handleDrawing(false);
    };
  }, [map, tool]);

  useEffect(() => {
    if (!map || !isByKey) return;
    // Every frame is a `moved`; the shape that follows draws one more.
    return map.on('moved', () => {
      const cursor = useSelect.getState().drawing?.cursor;
      const at = map.moves.centre;
      if (cursor?.lon !== at.lon || cursor.lat !== at.lat) step.current({ kind: 'move', at });
    });
  }, [map, isByKey]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the context is read when what it is of changes
  useEffect(() => {
    if (!map) return;
    const so = drawing && preview(drawing, context());
    map.showShape('drawing', so ? selectionShape(so, frame, true) : null);
    setCount(so && grid ? selectCameras(grid, so).length : null);
  }, [map, drawing, frame, grid, router]);

  return {
    count,
    isByKey,
    key(kind) {
      if (!map) return;
      setByKey(true);
      const at = map.moves.centre;
      if (kind === 'set') step.current({ kind: 'click', at });
      else if (kind === 'move') step.current({ kind: 'move', at });
      else step.current({ kind });
    },
  };
}

/** How the middle of the screen lies on the ground. */
function groundAt(map: CityMap, container: HTMLElement | null): Pick<DrawContext, 'nearM' | 'bearingDeg'> {
  const [x, y] = [(container?.clientWidth ?? 0) / 2, (container?.clientHeight ?? 0) / 2];
  const [middle, right] = [map.placeAt(x, y), map.placeAt(x + samePlacePx, y)];
  return { nearM: distanceM(middle, right), bearingDeg: headingTo(middle, right) - 90 };
}
