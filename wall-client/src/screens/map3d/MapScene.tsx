// The map, its panels and cards, and what a person is doing: looking, choosing a place, or setting one right.
//
// For tests the root carries data-map-ready, data-cameras-drawn, data-cameras-unplaced, data-draw-calls and
// data-layer-ms; `element.cityMap` is the map itself.
import { App, Button, Spin } from 'antd';
import { type DragEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../state/cameras.ts';
import { mapFocusTaken, useMapFocus } from '../../state/map-focus.ts';
import { useTheme } from './base/theme-choice.ts';
import { CameraPanel } from './CameraPanel.tsx';
import { dragType } from './CameraRows.tsx';
import type { City } from './city-data.ts';
import type { CityMap } from './city-map.ts';
import { type Draft, draftOf, withDraft } from './draft.ts';
import { EditHandles } from './EditHandles.tsx';
import { FocusCard } from './FocusCard.tsx';
import type { LonLat } from './geo.ts';
import { HoverCard } from './HoverCard.tsx';
import { MapTools } from './MapTools.tsx';
import styles from './map3d.module.css';
import { PlaceEditor } from './PlaceEditor.tsx';
import panels from './panels.module.css';
import { partByPlacement } from './placement.ts';
import { useCityMap } from './useCityMap.ts';
import { useMapKeys } from './useMapKeys.ts';

export function MapScene({ city }: { city: City }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const rootRef = useRef<HTMLDivElement & { cityMap?: CityMap | null }>(null);
  const mapRef = useRef<HTMLDivElement>(null);
  const { map, phase } = useCityMap(mapRef, city);
  const theme = useTheme(state => state.theme);
  const cameras = useCameras(state => state.cameras);
  const [hoveredId, setHovered] = useState<string | null>(null);
  const [openId, setOpen] = useState<string | null>(null);
  const [placingId, setPlacing] = useState<string | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);

  const { placed, unplaced } = useMemo(
    () =>
      partByPlacement(
        [...cameras.values()].map(camera => withDraft(camera, draft)),
        city.bounds,
      ),
    [cameras, draft, city.bounds],
  );
  useEffect(() => map?.handleCameras(placed), [map, placed]);
  useEffect(() => map?.handleHovered(hoveredId), [map, hoveredId]);
  useEffect(() => map?.handleSelected(draft?.cameraId ?? openId), [map, openId, draft?.cameraId]);
  useEffect(() => map?.handleCrosshair(placingId !== null), [map, placingId]);

  const open = useCallback(
    (cameraId: string) => {
      setOpen(cameraId);
      const found = placed.find(({ camera }) => camera.id === cameraId);
      if (found) map?.flyTo(found.place);
    },
    [map, placed],
  );
  const edit = useCallback((cameraId: string, at: LonLat | null) => {
    const camera = useCameras.getState().cameras.get(cameraId);
    if (!camera) return;
    setPlacing(null);
    setOpen(null);
    setHovered(null);
    setDraft(draftOf(camera, at));
    // Keys now belong to the camera's place, not to the list or field used to find it.
    rootRef.current?.focus({ preventScroll: true });
  }, []);

  useEffect(() => {
    if (!map) return;
    const busy = placingId !== null || draft !== null;
    const offHover = map.on('hover', id => setHovered(busy ? null : id));
    const offClick = map.on('click', (id, at) => {
      if (placingId !== null) edit(placingId, at);
      else if (!draft && id !== null) setOpen(id);
    });
    return () => {
      offHover();
      offClick();
    };
  }, [map, placingId, draft, edit]);

  // Another screen asked for a camera: open it as soon as the map and the camera are there.
  const asked = useMapFocus(state => state.cameraId);
  useEffect(() => {
    if (asked === null || phase !== 'ready' || !cameras.has(asked)) return;
    mapFocusTaken();
    open(asked);
  }, [asked, phase, cameras, open]);

  useEffect(() => {
    const root = rootRef.current;
    if (!root || !map) return;
    root.cityMap = map;
    const tell = () => {
      const { camerasDrawn, drawCalls, frameMs } = map.facts;
      Object.assign(root.dataset, { camerasDrawn, drawCalls, layerMs: frameMs.toFixed(2) });
    };
    const off = map.on('moved', tell);
    return () => {
      off();
      root.cityMap = null;
    };
  }, [map]);

  useMapKeys({
    draft,
    setDraft,
    onEscape: () => {
      if (draft) setDraft(null);
      else if (placingId) setPlacing(null);
      else setOpen(null);
    },
  });

  // Without a place to be believed there is nothing to adjust: one is chosen on the map.
  const place = (cameraId: string) => {
    setOpen(null);
    setPlacing(cameraId);
  };
  const done = (saved: boolean) => {
    const name = cameras.get(draft?.cameraId ?? '')?.name ?? '';
    if (saved) void message.success(t('map3d.saved', { name }));
    setDraft(null);
  };
  const drop = (event: DragEvent) => {
    const cameraId = event.dataTransfer.getData(dragType);
    const box = mapRef.current?.getBoundingClientRect();
    if (!cameraId || !box || !map) return;
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
      <CameraPanel
        placed={placed}
        unplaced={unplaced}
        chosenId={openId}
        onHover={setHovered}
        onOpen={open}
        onPlace={place}
      />
      {map && hoveredId !== null && hoveredId !== openId && <HoverCard map={map} cameraId={hoveredId} />}
      {map && draft && mapRef.current && (
        <EditHandles map={map} container={mapRef.current} draft={draft} onChange={setDraft} />
      )}
      {draft ? (
        <PlaceEditor draft={draft} bounds={city.bounds} onChange={setDraft} onDone={done} />
      ) : (
        openId !== null && (
          <FocusCard
            key={openId}
            cameraId={openId}
            onClose={() => setOpen(null)}
            onEdit={() =>
              placed.some(({ camera }) => camera.id === openId) ? edit(openId, null) : place(openId)
            }
          />
        )
      )}
      {placingName !== null && (
        <div className={panels.banner} role="status">
          {t('map3d.placing', { name: placingName })}
          <Button size="small" onClick={() => setPlacing(null)}>
            {t('map3d.cancel')}
          </Button>
        </div>
      )}
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
