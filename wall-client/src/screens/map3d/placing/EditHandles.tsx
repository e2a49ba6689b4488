// The two handles over the map while a camera's place is set right: a dot that moves it, an arrow that turns it.
import { type PointerEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CityMap } from '../city-map.ts';
import { headingTo, type LonLat } from '../geo.ts';
import styles from '../map3d.module.css';
import { type Draft, movedTo, turnedTo, turnHandleAt } from './draft.ts';

interface Props {
  map: CityMap;
  container: HTMLElement;
  draft: Draft;
  onChange: (draft: Draft) => void;
}

export function EditHandles({ map, container, draft, onChange }: Props) {
  const { t } = useTranslation();
  const moveRef = useRef<HTMLButtonElement>(null);
  const turnRef = useRef<HTMLButtonElement>(null);
  const latest = useRef(draft);
  latest.current = draft;

  useEffect(() => {
    const put = (element: HTMLElement | null, place: LonLat) => {
      if (!element) return;
      const at = map.screenOfPlace(place);
      element.style.visibility = at ? 'visible' : 'hidden';
      if (at) element.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)`;
    };
    const follow = () => {
      put(moveRef.current, latest.current.place);
      put(turnRef.current, turnHandleAt(latest.current));
    };
    follow();
    return map.on('moved', follow);
  }, [map]);

  const dragging = (apply: (at: LonLat) => Draft) => ({
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      event.stopPropagation();
    },
    onPointerMove: (event: PointerEvent<HTMLButtonElement>) => {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const box = container.getBoundingClientRect();
      onChange(apply(map.placeAt(event.clientX - box.left, event.clientY - box.top)));
    },
  });
  return (
    <>
      <button
        type="button"
        ref={moveRef}
        className={styles.moveHandle}
        aria-label={t('map3d.move')}
        title={t('map3d.move')}
        {...dragging(at => movedTo(latest.current, at))}
      />
      <button
        type="button"
        ref={turnRef}
        className={styles.turnHandle}
        aria-label={t('map3d.turn')}
        title={t('map3d.turn')}
        {...dragging(at => turnedTo(latest.current, headingTo(latest.current.place, at)))}
      >
        ↻
      </button>
    </>
  );
}
