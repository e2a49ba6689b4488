// The rows of the tree. One element takes the keyboard (aria-activedescendant), so that a list of thousands
// is one stop of the Tab key.

import type { KeyboardEvent, RefObject } from 'react';
import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { windowOf } from '../../ui/in-sight.ts';
import { useScale } from '../../ui/theme.ts';
import styles from './CameraTree.module.css';
import { CameraRowView, SiteRowView } from './TreeRowViews.tsx';
import type { TreeRow } from './tree-rows.ts';

interface TreeListProps {
  rows: readonly TreeRow[];
  listRef: RefObject<HTMLDivElement | null>;
  onToggle: (siteId: string, open: boolean) => void;
  onOpen: (cameraId: string) => void;
  onDetails: (cameraId: string) => void;
}

export function TreeList({ rows, listRef, onToggle, onOpen, onDetails }: TreeListProps) {
  const rowPx = Math.round(34 * useScale());
  const id = useId();
  const [view, setView] = useState({ top: 0, height: 800 });
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const pending = useRef(false);

  const measure = useCallback(() => {
    pending.current = false;
    const list = listRef.current;
    if (list) setView({ top: list.scrollTop, height: list.clientHeight });
  }, [listRef]);
  useLayoutEffect(() => measure(), [measure]);
  useEffect(() => {
    const list = listRef.current;
    if (!list) return;
    const observer = new ResizeObserver(measure);
    observer.observe(list);
    return () => observer.disconnect();
  }, [listRef, measure]);

  const active = rows.findIndex(row => row.key === activeKey);

  function moveTo(index: number) {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    const list = listRef.current;
    if (!row || !list) return;
    setActiveKey(row.key);
    const top = rows.indexOf(row) * rowPx;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + rowPx > list.scrollTop + list.clientHeight)
      list.scrollTop = top + rowPx - list.clientHeight;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const row = rows[active];
    const page = Math.max(1, Math.floor(view.height / rowPx) - 1);
    switch (event.key) {
      case 'ArrowDown':
        moveTo(active + 1);
        break;
      case 'ArrowUp':
        moveTo(active - 1);
        break;
      case 'PageDown':
        moveTo(active + page);
        break;
      case 'PageUp':
        moveTo(active - page);
        break;
      case 'Home':
        moveTo(0);
        break;
      case 'End':
        moveTo(rows.length - 1);
        break;
      case 'ArrowRight':
        if (row?.kind === 'site' && !row.open) onToggle(row.siteId, true);
        else moveTo(active + 1);
        break;
      case 'ArrowLeft':
        if (row?.kind === 'site' && row.open) onToggle(row.siteId, false);
        else moveTo(rows.findLastIndex((other, i) => i < active && other.kind === 'site'));
        break;
      case 'Enter':
      case ' ':
        if (row?.kind === 'site') onToggle(row.siteId, !row.open);
        else if (row) onOpen(row.camera.id);
        break;
      case 'i':
      case 'I':
        if (row?.kind === 'camera') onDetails(row.camera.id);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  const { first, last } = windowOf(view.top, view.height, rowPx, rows.length);
  return (
    <div
      ref={listRef}
      className={styles.list}
      role="tree"
      tabIndex={0}
      aria-activedescendant={active >= 0 ? `${id}${rows[active]?.key}` : undefined}
      onKeyDown={onKeyDown}
      onFocus={() => active < 0 && rows.length > 0 && setActiveKey(rows[0]?.key ?? null)}
      onScroll={() => {
        if (pending.current) return;
        pending.current = true;
        requestAnimationFrame(measure);
      }}
      data-tree
    >
      <div className={styles.all} style={{ height: rows.length * rowPx }}>
        {rows.slice(first, last).map((row, offset) => {
          const place = { top: (first + offset) * rowPx, height: rowPx };
          const common = { id: `${id}${row.key}`, place, active: row.key === activeKey };
          return row.kind === 'site' ? (
            <SiteRowView
              key={row.key}
              {...common}
              row={row}
              onToggle={() => {
                setActiveKey(row.key);
                onToggle(row.siteId, !row.open);
              }}
            />
          ) : (
            <CameraRowView
              key={row.key}
              {...common}
              camera={row.camera}
              onSelect={() => setActiveKey(row.key)}
              onOpen={() => onOpen(row.camera.id)}
              onDetails={() => onDetails(row.camera.id)}
            />
          );
        })}
      </div>
    </div>
  );
}
