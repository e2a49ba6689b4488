// The map, its panels and cards, and what a person is doing: looking, choosing a place, or setting one right.
//
// For tests the root carries data-map-ready, data-cameras-drawn, data-cameras-unplaced, data-draw-calls,
// data-layer-ms, data-clusters, data-shapes, data-projectors, data-textures-bound, data-depth-maps,
// data-viewshed-drawn and what feeds/feed-facts.ts names; `element.cityMap` is the map itself.
import { App, Button, Spin } from 'antd';
import { type DragEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { City } from '../../net/base-map.ts';
import { mapFocusTaken, useMapFocus } from '../../state/map-focus.ts';
import { mapWindows, useMapWindows } from '../../state/map-windows.ts';
import { wallLayout } from '../../state/wall-layout.ts';
import { AlarmMarks } from './alarms/AlarmMarks.tsx';
import { useTheme } from './base/theme-choice.ts';
import { CalibrationPanel } from './calibrate/CalibrationPanel.tsx';
import { useCalibrating } from './calibrate/useCalibrating.ts';
import type { CityMap } from './city-map.ts';
import { feedMarks } from './feeds/feed-facts.ts';
import { FlowsOnMap } from './flows/FlowsOnMap.tsx';
import { FocusDock } from './focus/FocusDock.tsx';
import { useFocusKeys } from './focus/useFocusKeys.ts';
import { windowMarks } from './focus/window-marks.ts';
import { FusionButtons } from './fusion/FusionButtons.tsx';
import { FusionStrip } from './fusion/FusionStrip.tsx';
import { useFusion } from './fusion/useFusion.ts';
import { useFusionKeys } from './fusion/useFusionKeys.ts';
import { layerControl } from './layers/layer-choice.ts';
import { useShownCameras } from './layers/useShownCameras.ts';
import { leaveNewest } from './leave-newest.ts';
import { MapOperations } from './MapOperations.tsx';
import { MapTools } from './MapTools.tsx';
import styles from './map3d.module.css';
import { CameraPanel } from './panel/CameraPanel.tsx';
import { dragType } from './panel/CameraRows.tsx';
import { HoverCard } from './panel/HoverCard.tsx';
import panels from './panel/panels.module.css';
import { EditHandles } from './placing/EditHandles.tsx';
import { PlaceEditor } from './placing/PlaceEditor.tsx';
import { usePlacedCameras } from './placing/usePlacedCameras.ts';
import { usePlacing } from './placing/usePlacing.ts';
import { useSelect } from './select/select-store.ts';
import { TrackOnMap } from './track/TrackOnMap.tsx';
import { useCityMap } from './useCityMap.ts';
import { useMapKeys } from './useMapKeys.ts';

export function MapScene({ city }: { city: City }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const rootRef = useRef<HTMLDivElement & { cityMap?: CityMap | null }>(null);
  const mapRef = useRef<HTMLDivElement>(null);
  const { map, phase } = useCityMap(mapRef, city);
  const theme = useTheme(state => state.theme);
  const placing = usePlacing(rootRef);
  const calibrating = useCalibrating();
  const { draft, placingId, edit } = placing;
  const isBusy = placing.isBusy || calibrating.cameraId !== null;
  const { cameras, areAll, placed, unplaced } = usePlacedCameras(city.bounds, draft);
  const [hoveredId, setHovered] = useState<string | null>(null);
  const { ids: windowIds, current } = useMapWindows();
  const fusion = useFusion(map, placed, calibrating);
  const isDrawing = useSelect(state => state.drawing !== null);
  // A camera's place is being set right or something is drawn: the map's clicks are no wish to see a camera.
  const isTaken = isBusy || isDrawing;

  const shown = useShownCameras(fusion.drawn);
  useEffect(() => map?.handleCameras(shown, areAll), [map, shown, areAll]);
  useEffect(() => map?.handleHovered(hoveredId), [map, hoveredId]);
  useEffect(() => map?.handleSelected(draft?.cameraId ?? current), [map, current, draft?.cameraId]);
  useEffect(() => map?.handleFocused(windowIds), [map, windowIds]);
  useEffect(() => map?.pointer.handleCrosshair(placingId !== null), [map, placingId]);
  useEffect(() => {
    const placeOf = (id: string) => placed.find(({ camera }) => camera.id === id)?.place ?? null;
    map?.showShape('windows', windowMarks(windowIds, current, placeOf));
  }, [map, windowIds, current, placed]);

  const open = useCallback(
    (cameraId: string) => {
      mapWindows.open(cameraId);
      const found = placed.find(({ camera }) => camera.id === cameraId);
      if (found) map?.moves.flyTo(found.place);
    },
    [map, placed],
  );
  const toWall = (cameraId: string) => {
    const tile = wallLayout.putFirstFree(cameraId) + 1;
    void message.success(t('map3d.onWall', { name: cameras.get(cameraId)?.name ?? '', tile }));
  };

  useEffect(() => {
    if (!map) return;
    const offHover = map.pointer.on('hover', id => setHovered(isTaken ? null : id));
    const offClick = map.pointer.on('click', (id, at) => {
      if (placingId !== null) edit(placingId, at);
      else if (!isTaken && id !== null) mapWindows.open(id);
    });
    return () => {
      offHover();
      offClick();
    };
  }, [map, placingId, isTaken, edit]);

  // Another screen asked for a camera: open it as soon as the map and the camera are there.
  const asked = useMapFocus(state => state.cameraId);
  useEffect(() => {
    if (asked === null || phase !== 'ready' || !cameras.has(asked)) return;
    mapFocusTaken();
    open(asked);
  }, [asked, phase, cameras, open]);

  const askedLayer = useMapFocus(state => state.layer);
  useEffect(() => {
    if (askedLayer === null) return;
    mapFocusTaken();
    layerControl.setOn(askedLayer, true);
  }, [askedLayer]);

  useEffect(() => {
    const root = rootRef.current;
    if (!root || !map) return;
    root.cityMap = map;
    const tell = () => {
      const { camerasDrawn, drawCalls, frameMs, shapes, clusters, feeds, fusion } = map.facts;
      Object.assign(root.dataset, { camerasDrawn, drawCalls, clusters, layerMs: frameMs.toFixed(2) });
      Object.assign(root.dataset, feedMarks(feeds));
      root.dataset.shapes = Object.keys(shapes).sort().join(' ');
      const { projectors, texturesBound, depthMapsRendered: depthMaps, viewshedDrawn } = fusion;
      Object.assign(root.dataset, { projectors, texturesBound, depthMaps, viewshedDrawn });
    };
    const off = map.on('moved', tell);
    return () => {
      off();
      root.cityMap = null;
    };
  }, [map]);

  useFocusKeys({ onWall: toWall, isOff: isBusy });
  const calibrate = (cameraId: string) => {
    const found = placed.find(({ camera }) => camera.id === cameraId);
    if (!found) return placing.choose(cameraId);
    calibrating.open(cameraId);
    // Points on the ground are found best from above; who wants a roof's corner tilts the map.
    map?.moves.lookDown(found.place);
  };
  useFusionKeys({
    onViewshed: fusion.toggleViewshed,
    onProject: fusion.toggleProjected,
    onCalibrate: calibrate,
    isOff: isBusy,
  });
  useMapKeys({
    draft,
    setDraft: placing.setDraft,
    onEscape: () => {
      if (!placing.leave() && !calibrating.leave()) leaveNewest();
    },
  });

  const calibrated = placed.find(({ camera }) => camera.id === calibrating.cameraId);
  // Without a place to be believed there is nothing to adjust: one is chosen on the map.
  const adjust = (cameraId: string) =>
    placed.some(({ camera }) => camera.id === cameraId) ? edit(cameraId, null) : placing.choose(cameraId);
  const done = (saved: boolean) => {
    const name = cameras.get(draft?.cameraId ?? '')?.name ?? '';
    if (saved) void message.success(t('map3d.saved', { name }));
    placing.setDraft(null);
  };
  const drop = (event: DragEvent) => {
    const cameraId = event.dataTransfer.getData(dragType);
    const box = mapRef.current?.getBoundingClientRect();
    // A window dragged over the map is on its way to the wall.
    if (!cameraId || !box || !map || windowIds.includes(cameraId)) return;
    event.preventDefault();
    edit(cameraId, map.placeAt(event.clientX - box.left, event.clientY - box.top));
  };
  const accept = (event: DragEvent) => {
    if (event.dataTransfer.types.includes(dragType)) event.preventDefault();
  };
  const placingName = placingId === null ? null : (cameras.get(placingId)?.name ?? null);
  return (
    <div
      ref={rootRef}
      className={styles.screen}
      tabIndex={-1}
      data-map-ready={phase === 'ready'}
      data-theme={theme}
      data-cameras-unplaced={unplaced.length}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the list's rows do the same by click and key */}
      <div className={styles.map} ref={mapRef} onDragOver={accept} onDrop={drop} />
      <MapOperations
        {...{ map, city, placed, shown, cameras }}
        root={rootRef}
        container={mapRef}
        isOff={isBusy}
        onHover={setHovered}
        onOpen={open}
      >
        <CameraPanel
          placed={placed}
          unplaced={unplaced}
          chosenId={current}
          isOpening={phase === 'opening'}
          onHover={setHovered}
          onOpen={open}
          onPlace={placing.choose}
        />
      </MapOperations>
      {map && <AlarmMarks map={map} placed={placed} />}
      {map && hoveredId !== null && !isBusy && <HoverCard map={map} cameraId={hoveredId} />}
      {map && draft && mapRef.current && (
        <EditHandles map={map} container={mapRef.current} draft={draft} onChange={placing.setDraft} />
      )}
      {draft ? (
        <PlaceEditor draft={draft} bounds={city.bounds} onChange={placing.setDraft} onDone={done} />
      ) : (
        placingId === null &&
        (calibrated && map ? (
          <CalibrationPanel key={calibrated.camera.id} map={map} {...calibrated} calibrating={calibrating} />
        ) : (
          <FocusDock
            onWall={toWall}
            onEdit={adjust}
            more={id => <FusionButtons cameraId={id} fusion={fusion} onCalibrate={calibrate} />}
          />
        ))
      )}
      {placingName !== null && (
        <div className={panels.banner} role="status">
          {t('map3d.placing', { name: placingName })}
          <Button size="small" onClick={placing.leave}>
            {t('map3d.cancel')}
          </Button>
        </div>
      )}
      {!isBusy && (
        <div className={styles.bars}>
          <TrackOnMap map={map} isReady={phase === 'ready'} />
          <FlowsOnMap map={map} isReady={phase === 'ready'} />
        </div>
      )}
      <FusionStrip fusion={fusion} />
      <MapTools map={map} fictional={city.isFictional} />
      {phase !== 'ready' && (
        <div className={styles.veil} role="status">
          <Spin size="large" />
          <span>{t(phase === 'lost' ? 'map3d.contextLost' : 'map3d.loading')}</span>
        </div>
      )}
    </div>
  );
}
