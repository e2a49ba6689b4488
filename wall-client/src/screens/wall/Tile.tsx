// One tile: a picture with its bar, what is wrong over it, or the invitation to put a camera here.
import { type DragEvent, memo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlayerState, PlayerStats } from '../../playback/api.ts';
import { LivePicture, type LivePictureHandle } from '../../playback/LivePicture.tsx';
import { useCamera, useCameras } from '../../state/cameras.ts';
import { openInstaller } from '../../state/plates.ts';
import { useWallLayout, wallLayout } from '../../state/wall-layout.ts';
import { isOurs, readDrag, startDrag } from './drag.ts';
import { toggleFull } from './fullscreen.ts';
import styles from './Tile.module.css';
import { TileBar } from './TileBar.tsx';
import { TileButtons } from './TileButtons.tsx';
import { EmptyTile, GoneTile, TileOverlay } from './TileOverlay.tsx';

interface TileProps {
  index: number;
  onDetails: (cameraId: string) => void;
  onFocus: () => void;
}

export const Tile = memo(
  function Tile({ index, onDetails, onFocus }: TileProps) {
    const { t } = useTranslation();
    const cameraId = useWallLayout(state => state.slots[index] ?? null);
    const focused = useWallLayout(state => state.focused === index);
    const full = useWallLayout(state => state.full === index);
    const camera = useCamera(cameraId);
    const [over, setOver] = useState(false);

    function onDrop(event: DragEvent) {
      event.preventDefault();
      setOver(false);
      const dragged = readDrag(event.dataTransfer);
      if (dragged?.kind === 'camera') wallLayout.put(index, dragged.cameraId);
      else if (dragged && dragged.index !== index) wallLayout.swap(dragged.index, index);
    }

    const number = index + 1;
    return (
      <div
        className={styles.tile}
        role="option"
        aria-selected={focused}
        aria-label={
          camera
            ? `${t('tile.name', { number })}, ${camera.name}`
            : `${t('tile.name', { number })}, ${t('tile.empty')}`
        }
        tabIndex={focused ? 0 : -1}
        data-tile={index}
        data-full={full}
        data-focused={focused}
        data-over={over}
        draggable={cameraId !== null && !full}
        onDragStart={event => startDrag(event.dataTransfer, { kind: 'tile', index })}
        onDragOver={event => {
          if (!isOurs(event.dataTransfer)) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={event => {
          // Leaving for a child of the tile is not leaving the tile.
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
        }}
        onDrop={onDrop}
        onFocus={onFocus}
        onPointerDown={onFocus}
        onDoubleClick={() => cameraId && toggleFull(index)}
      >
        {cameraId === null ? (
          <EmptyTile number={number} />
        ) : (
          // A camera of its own each: a new camera on the tile starts from nothing.
          <Picture key={cameraId} index={index} cameraId={cameraId} full={full} onDetails={onDetails} />
        )}
        {over && <div className={styles.drop}>{t('tile.dropHere')}</div>}
      </div>
    );
  },
  (before, after) => before.index === after.index && before.onDetails === after.onDetails,
);

interface PictureProps {
  index: number;
  cameraId: string;
  full: boolean;
  onDetails: (cameraId: string) => void;
}

function Picture({ index, cameraId, full, onDetails }: PictureProps) {
  const camera = useCamera(cameraId);
  const gone = useCameras(state => state.loaded) && camera === undefined;
  const [state, setState] = useState<PlayerState>({ kind: 'starting' });
  const [stats, setStats] = useState<PlayerStats | null>(null);
  const picture = useRef<LivePictureHandle>(null);
  if (gone) return <GoneTile onClear={() => wallLayout.clear(index)} />;
  return (
    <>
      <div className={styles.picture}>
        <LivePicture
          cameraId={cameraId}
          handle={picture}
          onState={next => {
            setState(next);
            if (next.kind !== 'live') setStats(null);
          }}
          onStats={setStats}
        />
        {camera && <TileOverlay camera={camera} state={state} onRetry={() => picture.current?.retry()} />}
        <TileButtons
          full={full}
          onFull={() => toggleFull(index)}
          onDetails={() => onDetails(cameraId)}
          onPlates={() => openInstaller(cameraId)}
          onClear={() => wallLayout.clear(index)}
        />
      </div>
      <TileBar camera={camera} state={state} stats={stats} />
    </>
  );
}
