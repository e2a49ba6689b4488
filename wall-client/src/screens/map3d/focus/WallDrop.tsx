// The wall in small while a window is dragged: dropped on a tile, its camera is on the wall there.
import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../../state/cameras.ts';
import { useWallLayout, wallLayout } from '../../../state/wall-layout.ts';
import { dragType } from '../panel/CameraRows.tsx';
import styles from './focus.module.css';

export function WallDrop() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const layout = useWallLayout(state => state.layout);
  const slots = useWallLayout(state => state.slots);
  const [over, setOver] = useState<number | null>(null);
  const cameras = useCameras.getState().cameras;
  const side = Math.sqrt(layout);
  return (
    <section className={styles.wall} data-wall-drop aria-label={t('map3d.dropOnWall')}>
      <h3>{t('map3d.dropOnWall')}</h3>
      <div className={styles.tiles} style={{ gridTemplateColumns: `repeat(${side}, 1fr)` }}>
        {slots.slice(0, layout).map((id, tile) => (
          // The same is done by key (W) and by the window's button.
          // biome-ignore lint/a11y/noStaticElementInteractions: see above
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: the slot's number is its identity
            key={tile}
            data-drop-tile={tile}
            data-over={over === tile}
            onDragOver={event => {
              if (!event.dataTransfer.types.includes(dragType)) return;
              event.preventDefault();
              event.dataTransfer.dropEffect = 'copy';
              setOver(tile);
            }}
            onDragLeave={() => setOver(null)}
            onDrop={event => {
              const cameraId = event.dataTransfer.getData(dragType);
              event.preventDefault();
              if (!cameraId) return;
              wallLayout.put(tile, cameraId);
              const name = cameras.get(cameraId)?.name ?? '';
              void message.success(t('map3d.onWall', { name, tile: tile + 1 }));
            }}
          >
            <b>{tile + 1}</b>
            <span>{id === null ? '' : (cameras.get(id)?.name ?? '')}</span>
          </div>
        ))}
      </div>
    </section>
  );
}
