// The open windows docked at the map's right, with what can be done from the current one's camera.
import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCamera } from '../../../state/cameras.ts';
import { mapWindows, mostWindows, useMapWindows } from '../../../state/map-windows.ts';
import { FocusWindow } from './FocusWindow.tsx';
import styles from './focus.module.css';
import { WallDrop } from './WallDrop.tsx';

interface Props {
  onWall: (cameraId: string) => void;
  onEdit: (cameraId: string) => void;
  /** Further buttons for the current camera. */
  more: (cameraId: string) => ReactNode;
}

export function FocusDock({ onWall, onEdit, more }: Props) {
  const { t } = useTranslation();
  const { ids, current, enlarged } = useMapWindows();
  const camera = useCamera(current);
  const [dragging, setDragging] = useState(false);
  if (ids.length === 0) return null;
  return (
    <>
      <aside className={styles.dock} aria-label={t('map3d.windows')} data-focus-windows={ids.length}>
        {ids.length > 1 && (
          <header>
            <h2>
              {t('map3d.windows')} {ids.length}/{mostWindows}
            </h2>
            <Button size="small" type="text" onClick={() => mapWindows.closeAll()}>
              {t('map3d.closeAll')}
            </Button>
          </header>
        )}
        <div className={styles.windows} data-many={ids.length > 2}>
          {ids.map((id, i) => (
            <FocusWindow
              key={id}
              cameraId={id}
              number={i + 1}
              isCurrent={id === current}
              isLarge={id === enlarged}
              onWall={() => onWall(id)}
              onDrag={setDragging}
            />
          ))}
        </div>
        {camera && (
          <footer>
            <p>
              <strong>{camera.name}</strong>
              <span className={styles.code}>{camera.code ?? t('map3d.noCode')}</span>
            </p>
            <div className={styles.actions}>
              <Button size="small" icon={<EditOutlined />} onClick={() => onEdit(camera.id)}>
                {t('map3d.edit')}
              </Button>
              {more(camera.id)}
            </div>
          </footer>
        )}
      </aside>
      {dragging && <WallDrop />}
    </>
  );
}
