import { CaretRightOutlined, InfoCircleOutlined } from '@ant-design/icons';
import type { Camera } from '@brightwall/protocol/camera';
import { type CSSProperties, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayback } from '../../playback/context.tsx';
import { useWallLayout } from '../../state/wall-layout.ts';
import { StateMark } from '../../ui/StateMark.tsx';
import { useWords } from '../../ui/useWords.ts';
import styles from './CameraTree.module.css';
import { startDrag } from './drag.ts';
import type { SiteRow } from './tree-rows.ts';

interface Common {
  id: string;
  place: CSSProperties;
  active: boolean;
}

export function SiteRowView({
  id,
  place,
  active,
  row,
  onToggle,
}: Common & { row: SiteRow; onToggle: () => void }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys for all rows
    <div
      id={id}
      className={styles.site}
      style={place}
      role="treeitem"
      tabIndex={-1}
      aria-level={1}
      aria-expanded={row.open}
      aria-selected={active}
      data-active={active}
      onClick={onToggle}
    >
      <CaretRightOutlined className={styles.caret} data-open={row.open} />
      <span className={styles.siteName} title={row.name}>
        {row.name}
      </span>
      <span className={styles.siteCount} title={t('wall.onlineOf', { online: row.online, total: row.total })}>
        {row.online}/{row.total}
      </span>
    </div>
  );
}

interface CameraRowProps extends Common {
  camera: Camera;
  onSelect: () => void;
  onOpen: () => void;
  onDetails: () => void;
}

export const CameraRowView = memo(
  function CameraRowView({ id, place, active, camera, onSelect, onOpen, onDetails }: CameraRowProps) {
    const { t } = useTranslation();
    const playback = usePlayback();
    const tile = useWallLayout(state => state.slots.indexOf(camera.id));
    const shown = useWallLayout(state => tile >= 0 && tile < state.layout);
    const { kind } = camera.state;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys for all rows
      <div
        id={id}
        className={styles.camera}
        style={place}
        role="treeitem"
        tabIndex={-1}
        aria-level={2}
        aria-selected={active}
        data-active={active}
        data-tree-camera={camera.id}
        draggable
        // The thumbnail is on its way before the camera is dropped or opened.
        onPointerEnter={() => playback.posters.prefetch(camera.id)}
        onClick={onSelect}
        onDoubleClick={onOpen}
        onDragStart={event => startDrag(event.dataTransfer, { kind: 'camera', cameraId: camera.id })}
      >
        <StateMark kind={kind} iconOnly />
        <span className={styles.cameraName} title={camera.name}>
          {camera.name}
        </span>
        {kind !== 'live' && (
          <span className={styles.cameraState}>
            <StateText kind={kind} />
          </span>
        )}
        {shown && <span className={styles.onTile}>{tile + 1}</span>}
        <button
          type="button"
          tabIndex={-1}
          className={styles.info}
          title={t('wall.details')}
          aria-label={t('wall.details')}
          onClick={event => {
            event.stopPropagation();
            onDetails();
          }}
          onDoubleClick={event => event.stopPropagation()}
        >
          <InfoCircleOutlined />
        </button>
      </div>
    );
  },
  // The handlers are new on every drawing but mean the same for the same camera.
  (before, after) =>
    before.camera === after.camera &&
    before.active === after.active &&
    before.id === after.id &&
    before.place.top === after.place.top &&
    before.place.height === after.place.height,
);

function StateText({ kind }: { kind: Camera['state']['kind'] }) {
  const words = useWords();
  return <>{words.stateText(kind)}</>;
}
