// The tiles of the layout. Tiles are kept by slot, so that a change of layout moves no picture that stays.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useWallLayout, wallLayout } from '../../state/wall-layout.ts';
import { followFullscreen } from './fullscreen.ts';
import { Tile } from './Tile.tsx';
import styles from './TileGrid.module.css';

export function TileGrid({ onDetails }: { onDetails: (cameraId: string) => void }) {
  const { t } = useTranslation();
  const layout = useWallLayout(state => state.layout);
  const focused = useWallLayout(state => state.focused);
  const gridRef = useRef<HTMLDivElement>(null);

  useEffect(() => followFullscreen(), []);

  // Moving the selection by keys moves the browser's focus with it, unless that is elsewhere (tree, search).
  useEffect(() => {
    const grid = gridRef.current;
    if (!grid?.contains(document.activeElement)) return;
    grid.querySelector<HTMLElement>(`[data-tile="${focused}"]`)?.focus({ preventScroll: true });
  }, [focused]);

  const side = Math.sqrt(layout);
  return (
    <div
      ref={gridRef}
      className={styles.grid}
      role="listbox"
      aria-label={t('app.wall')}
      aria-orientation="horizontal"
      style={{ gridTemplate: `repeat(${side}, minmax(0, 1fr)) / repeat(${side}, minmax(0, 1fr))` }}
      data-wall-layout={layout}
    >
      {Array.from({ length: layout }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the slot's number is its identity
        <Tile key={index} index={index} onDetails={onDetails} onFocus={() => wallLayout.focus(index)} />
      ))}
    </div>
  );
}
