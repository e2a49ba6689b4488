// The cards side by side, newest first. Only those in sight are in the page; one of them is the Tab key's
// stop, and the arrows move from it.
import type { Passage } from '@brightwall/protocol/passage';
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { windowOf } from '../../ui/in-sight.ts';
import { useScale } from '../../ui/theme.ts';
import { PassageCard } from './PassageCard.tsx';
import styles from './strip.module.css';

/** Of a card with the gap after it, in CSS pixels at scale 1. */
export const cardPx = 216;

interface StripCardsProps {
  passages: readonly Passage[];
  activeId: string | null;
  onActive: (id: string | null) => void;
  onScrolled: (scrolled: boolean) => void;
  onPause: () => void;
  onLeave: () => void;
  onOpen: (passage: Passage) => void;
}

export function StripCards(props: StripCardsProps) {
  const { passages, activeId, onActive, onScrolled, onPause, onLeave, onOpen } = props;
  const { t } = useTranslation();
  const stepPx = Math.round(cardPx * useScale());
  const listRef = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ left: 0, width: 2000 });
  const pending = useRef(false);
  const wanted = useRef<string | null>(null);

  const measure = useCallback(() => {
    pending.current = false;
    const list = listRef.current;
    if (!list) return;
    setView({ left: list.scrollLeft, width: list.clientWidth });
    onScrolled(list.scrollLeft > list.clientWidth / 20);
  }, [onScrolled]);
  useLayoutEffect(() => measure(), [measure]);
  useEffect(() => {
    const list = listRef.current;
    if (!list) return;
    const observer = new ResizeObserver(measure);
    observer.observe(list);
    return () => observer.disconnect();
  }, [measure]);
  // The card moved to may have come into the page only now.
  useEffect(() => {
    if (wanted.current === null) return;
    const card = listRef.current?.querySelector<HTMLElement>(`[data-passage="${wanted.current}"]`);
    if (!card) return;
    wanted.current = null;
    card.focus({ preventScroll: true });
  });

  const active = passages.findIndex(({ id }) => id === activeId);

  function moveTo(index: number) {
    const at = Math.max(0, Math.min(passages.length - 1, index));
    const list = listRef.current;
    const passage = passages[at];
    if (!list || !passage) return;
    wanted.current = passage.id;
    onActive(at === 0 ? null : passage.id);
    const left = at * stepPx;
    if (left < list.scrollLeft) list.scrollLeft = left;
    else if (left + stepPx > list.scrollLeft + list.clientWidth)
      list.scrollLeft = left + stepPx - list.clientWidth;
    measure();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const from = Math.max(0, active);
    const page = Math.max(1, Math.floor(view.width / stepPx) - 1);
    switch (event.key) {
      case 'ArrowRight':
      case 'ArrowDown':
        moveTo(from + 1);
        break;
      case 'ArrowLeft':
      case 'ArrowUp':
        moveTo(from - 1);
        break;
      case 'PageDown':
        moveTo(from + page);
        break;
      case 'PageUp':
        moveTo(from - page);
        break;
      case 'Home':
        moveTo(0);
        break;
      case 'End':
        moveTo(passages.length - 1);
        break;
      case ' ':
        onPause();
        break;
      case 'Escape':
        onLeave();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  const { first, last } = windowOf(view.left, view.width, stepPx, passages.length, 2);
  const stopId = active === -1 ? passages[0]?.id : activeId;
  return (
    <div
      ref={listRef}
      className={styles.cards}
      aria-label={t('passages.list')}
      role="toolbar"
      onKeyDown={onKeyDown}
      onWheel={event => {
        if (event.deltaX === 0 && listRef.current) listRef.current.scrollLeft += event.deltaY;
      }}
      onScroll={() => {
        if (pending.current) return;
        pending.current = true;
        requestAnimationFrame(measure);
      }}
      data-passages={passages.length}
    >
      <div className={styles.all} style={{ width: passages.length * stepPx }}>
        {passages.slice(first, last).map((passage, offset) => (
          <PassageCard
            key={passage.id}
            passage={passage}
            leftPx={(first + offset) * stepPx}
            stop={passage.id === stopId}
            onOpen={onOpen}
          />
        ))}
      </div>
    </div>
  );
}
