// The rows of the list. Only those in sight are in the page: five thousand cameras scroll like fifty.
import type { Camera } from '@brightwall/protocol/camera';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScale } from '../../../ui/theme.ts';
import { useWords } from '../../../ui/useWords.ts';
import { toneColour, toneOf } from '../cameras/tone.ts';
import type { UnplacedReason } from '../placing/placement.ts';
import styles from './panels.module.css';
import { movedIndex } from './texts.ts';

export interface Row {
  camera: Camera;
  reason?: UnplacedReason;
  /** Said beside its state: how far it is. */
  note?: string;
}

/** What a dragged camera carries. */
export const dragType = 'application/x-brightwall-camera';

interface Props {
  rows: readonly Row[];
  chosenId: string | null;
  nothing: string;
  draggable: boolean;
  onHover: ((cameraId: string | null) => void) | undefined;
  onOpen: (cameraId: string) => void;
}

export function CameraRows({ rows, chosenId, nothing, draggable, onHover, onOpen }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const rowPx = Math.round(46 * useScale());
  const ref = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const [activeId, setActiveId] = useState<string | null>(null);

  useEffect(() => {
    const list = ref.current;
    if (!list) return;
    const observer = new ResizeObserver(() => setHeight(list.clientHeight));
    observer.observe(list);
    return () => observer.disconnect();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const index = rows.findIndex(({ camera }) => camera.id === activeId);
    if (event.key === 'Enter' && rows[index]) {
      event.preventDefault();
      onOpen(rows[index].camera.id);
      return;
    }
    const next = movedIndex(event.key, index, rows.length);
    const row = rows[next];
    if (next === index || !row) return;
    event.preventDefault();
    event.stopPropagation();
    setActiveId(row.camera.id);
    onHover?.(row.camera.id);
    const list = ref.current;
    if (!list) return;
    if (next * rowPx < list.scrollTop) list.scrollTop = next * rowPx;
    else if ((next + 1) * rowPx > list.scrollTop + height) list.scrollTop = (next + 1) * rowPx - height;
  };
  const first = Math.max(0, Math.floor(top / rowPx) - 4);
  const last = Math.min(rows.length, Math.ceil((top + height) / rowPx) + 4);
  return (
    <div
      ref={ref}
      className={styles.rows}
      role="listbox"
      tabIndex={0}
      aria-label={t('map3d.list')}
      aria-activedescendant={activeId ? `map3d-row-${activeId}` : undefined}
      onScroll={event => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
      onBlur={() => onHover?.(null)}
    >
      {rows.length === 0 && <p className={styles.nothing}>{nothing}</p>}
      <div style={{ height: rows.length * rowPx, position: 'relative' }}>
        {rows.slice(first, last).map(({ camera, reason, note }, i) => (
          // Keys are handled by the list, which holds the focus.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            key={camera.id}
            id={`map3d-row-${camera.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={camera.id === chosenId}
            data-camera-row={camera.id}
            className={styles.row}
            data-active={camera.id === activeId}
            style={{ top: (first + i) * rowPx, height: rowPx }}
            draggable={draggable}
            onDragStart={event => {
              event.dataTransfer.setData(dragType, camera.id);
              event.dataTransfer.effectAllowed = 'move';
            }}
            onMouseEnter={() => onHover?.(camera.id)}
            onMouseLeave={() => onHover?.(null)}
            onClick={() => {
              setActiveId(camera.id);
              onOpen(camera.id);
            }}
          >
            <i className={styles.dot} style={{ background: toneColour[toneOf[camera.state.kind]] }} />
            <span className={styles.rowName} title={camera.name}>
              {camera.name}
            </span>
            <small>
              {reason ? t(`map3d.reason.${reason}`) : words.stateText(camera.state.kind)}
              {note && ` · ${note}`}
            </small>
          </div>
        ))}
      </div>
    </div>
  );
}
