// The video wall: the tree of cameras, the tiles, and a drawer with what is known of a camera.
import type { InputRef } from 'antd';
import { useCallback, useRef, useState } from 'react';
import { useCameras } from '../../state/cameras.ts';
import { CameraDrawer } from './CameraDrawer.tsx';
import { CameraTree } from './CameraTree.tsx';
import { EmptyWall } from './EmptyWall.tsx';
import { TileGrid } from './TileGrid.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useWallKeys } from './useWallKeys.ts';
import styles from './WallScreen.module.css';

export default function WallScreen() {
  const searchRef = useRef<InputRef>(null);
  const [detailsOf, setDetailsOf] = useState<string | null>(null);
  const empty = useCameras(state => state.loaded && state.cameras.size === 0);
  const onDetails = useCallback((cameraId: string) => setDetailsOf(cameraId), []);
  useWallKeys({ onDetails, onSearch: () => searchRef.current?.focus({ cursor: 'all' }) });
  return (
    <div className={styles.screen}>
      <CameraTree searchRef={searchRef} onDetails={onDetails} />
      <div className={styles.wall}>
        <Toolbar />
        {empty ? <EmptyWall /> : <TileGrid onDetails={onDetails} />}
      </div>
      <CameraDrawer cameraId={detailsOf} onClose={() => setDetailsOf(null)} />
    </div>
  );
}
