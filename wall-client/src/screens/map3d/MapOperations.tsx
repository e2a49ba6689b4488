// What can be done with many cameras at once: mark some of them, follow a way along them, find one; play them or
// put them on the wall. The list of what was marked takes the place of the list of all.
import type { Camera } from '@brightwall/protocol/camera';
import { App } from 'antd';
import { type ReactNode, type RefObject, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { City } from '../../net/base-map.ts';
import { mapWindows, useMapWindows } from '../../state/map-windows.ts';
import { slotCount, useWallLayout, wallLayout } from '../../state/wall-layout.ts';
import type { CityMap } from './city-map.ts';
import { Find } from './find/Find.tsx';
import { LocalFrame } from './geo.ts';
import { LayersButton, LayersPanel } from './layers/LayersPanel.tsx';
import { useLayerEffects } from './layers/useLayerEffects.ts';
import type { PlacedCamera } from './placing/placement.ts';
import { RelayPanel } from './relay/RelayPanel.tsx';
import { relayControl, useRelay } from './relay/relay-store.ts';
import { idsOf } from './relay/relay-view.ts';
import { useRelaySteps } from './relay/useRelaySteps.ts';
import { useRouter } from './relay/useRouter.ts';
import { ChosenPanel } from './select/ChosenPanel.tsx';
import { DrawHint } from './select/DrawHint.tsx';
import type { DrawTool } from './select/drawing.ts';
import styles from './select/select.module.css';
import { select, useSelect } from './select/select-store.ts';
import { selectCameras } from './select/selection.ts';
import { chosenMarks, groundOf, selectionShape } from './select/selection-shape.ts';
import { ToolBar } from './select/ToolBar.tsx';
import { useDraw } from './select/useDraw.ts';
import { useGrid } from './select/useGrid.ts';
import { useSelectKeys } from './select/useSelectKeys.ts';

interface Props {
  map: CityMap | null;
  city: City;
  root: RefObject<HTMLElement | null>;
  container: RefObject<HTMLElement | null>;
  placed: readonly PlacedCamera[];
  /** Those of them that are not switched off: only these can be marked. */
  shown: readonly PlacedCamera[];
  cameras: ReadonlyMap<string, Camera>;
  /** The map's clicks belong to something else. */
  isOff: boolean;
  onHover: (cameraId: string | null) => void;
  onOpen: (cameraId: string) => void;
  /** The list of all cameras. */
  children: ReactNode;
}

export function MapOperations(props: Props) {
  const { map, city, root, container, placed, shown, cameras, isOff, onHover, onOpen, children } = props;
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { drawing, selection, bufferM } = useSelect();
  const frame = useMemo(() => new LocalFrame({ lon: city.centre[0], lat: city.centre[1] }), [city]);
  const relay = useRelay(state => state.relay);
  const grid = useGrid(shown, frame, drawing !== null || selection !== null || relay !== null);
  const tool = drawing?.tool;
  const { router, hasFailed } = useRouter(city, tool === 'route' || tool === 'relay' || relay !== null);
  const { view, step } = useRelaySteps({ map, grid, router, bufferM });

  useLayerEffects(map, city, frame, placed);

  const draw = useDraw({
    map,
    container,
    frame,
    grid,
    router,
    onDone(doneTool, done) {
      if (doneTool === 'relay' && done.kind === 'route') relayControl.alongWay(done.line);
      else useSelect.setState({ selection: done });
      map?.moves.fitTo(groundOf(done, frame));
    },
  });
  const selected = useMemo(
    () => (grid && selection ? selectCameras(grid, selection) : []),
    [grid, selection],
  );
  useEffect(() => {
    map?.showShape('selection', selection && selectionShape(selection, frame, false));
  }, [map, selection, frame]);
  useEffect(() => {
    map?.showShape('chosen', grid && chosenMarks(selected, grid));
  }, [map, selected, grid]);

  const begin = (next: DrawTool) => {
    relayControl.end();
    select.begin(next);
    // Keys now belong to the drawing, not to the button or the list that had the focus.
    root.current?.focus({ preventScroll: true });
  };
  const play = () => {
    if (selected.length > 0) mapWindows.showOnly(selected.map(({ id }) => id));
    return selected.length > 0;
  };
  const follow = () => {
    const from = useMapWindows.getState().current;
    if (from === null) return false;
    select.clear();
    relayControl.followFrom(from);
    return true;
  };
  const toWall = () => {
    const ids = view ? idsOf(view) : selected.map(({ id }) => id);
    if (ids.length === 0) return false;
    wallLayout.fill(ids);
    const { layout } = useWallLayout.getState();
    const count = Math.min(ids.length, slotCount);
    void message.success(t('mapOps.onWall', { count, layout }));
    return true;
  };
  useSelectKeys({ map, draw, isOff, begin, play, toWall, follow });

  return (
    <>
      {view ? (
        <RelayPanel {...{ view, cameras, onHover }} onStep={step} onWall={toWall} />
      ) : selection ? (
        <ChosenPanel
          {...{ selection, selected, cameras, frame, onHover, onOpen }}
          onPlay={play}
          onWall={toWall}
        />
      ) : (
        children
      )}
      {!isOff && (
        <ToolBar onBegin={begin} onFollow={follow}>
          <LayersButton />
          <Find {...{ map, city, cameras, root, onHover, onOpen }} />
        </ToolBar>
      )}
      <LayersPanel placed={placed} />
      {!isOff && <DrawHint count={draw.count} isStraight={hasFailed} onFinish={() => draw.key('finish')} />}
      {drawing && draw.isByKey && <i className={styles.cross} />}
    </>
  );
}
