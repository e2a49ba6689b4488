// What a camera is, beside the pointer: its newest picture, name, code, kind and state. It follows the camera as
// the map moves.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCamera } from '../../../state/cameras.ts';
import { useWords } from '../../../ui/useWords.ts';
import { kindOf } from '../cameras/kind.ts';
import { toneColour, toneOf } from '../cameras/tone.ts';
import type { CityMap } from '../city-map.ts';
import { oldMs } from '../feeds/draw/board-table.ts';
import styles from './panels.module.css';
import { Thumbnail } from './Thumbnail.tsx';
import { ageParts } from './texts.ts';

export function HoverCard({ map, cameraId }: { map: CityMap; cameraId: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const camera = useCamera(cameraId);
  const ref = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const follow = () => {
      const card = ref.current;
      if (!card) return;
      const at = map.screenOf(cameraId);
      card.style.visibility = at ? 'visible' : 'hidden';
      if (!at) return;
      // Above the head where there is room, else below; never over the window's edge.
      const { offsetWidth: width, offsetHeight: height, offsetParent } = card;
      const right = (offsetParent?.clientWidth ?? 0) - width - 8;
      const top = at.y - height - 18;
      card.style.transform = `translate(${Math.round(Math.min(right, Math.max(8, at.x - width / 2)))}px, ${Math.round(top > 8 ? top : at.y + 26)}px)`;
    };
    follow();
    return map.on('moved', follow);
  }, [map, cameraId]);

  const age = useOldPicture(map, cameraId);

  if (!camera) return null;
  return (
    <div ref={ref} className={styles.hover} role="tooltip" data-hover-camera={cameraId}>
      <Thumbnail cameraId={cameraId} />
      {age !== null && (
        <span className={styles.age} data-picture-age>
          {t('map3d.pictureAge', { age })}
        </span>
      )}
      <div className={styles.hoverText}>
        <strong>{camera.name}</strong>
        <span className={styles.code} data-code={camera.code ?? ''}>
          {camera.code ?? t('map3d.noCode')}
        </span>
        <span className={styles.state}>
          <b style={{ color: toneColour[toneOf[camera.state.kind]] }}>{words.stateText(camera.state.kind)}</b>
          <em>
            {t(`map3d.kind.${kindOf(camera)}`)}
            {camera.place?.headingDeg == null && ` · ${t('map3d.headingUnknown')}`}
          </em>
        </span>
      </div>
    </div>
  );
}

/** How old the picture over a camera is, in words, once it is too old to be taken for the present; else null. */
function useOldPicture(map: CityMap, cameraId: string): string | null {
  const { t } = useTranslation();
  const [ageMs, setAge] = useState<number | null>(null);
  useEffect(() => {
    const look = () => setAge(map.pictureAgeMs(cameraId));
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [map, cameraId]);
  if (ageMs === null || ageMs < oldMs) return null;
  const { unit, n } = ageParts(ageMs);
  return t(`map3d.${unit}`, { n });
}
