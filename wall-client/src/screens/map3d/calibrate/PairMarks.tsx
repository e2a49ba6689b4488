// The pairs' points on the map, each where it is in space, with a cross in the middle for whoever works by keyboard.
import { useEffect, useRef } from 'react';
import type { CityMap } from '../city-map.ts';
import type { Vec3 } from '../fusion/pose.ts';
import styles from './calibrate.module.css';
import type { Pairing } from './pairing.ts';

interface Props {
  map: CityMap;
  pairing: Pairing;
  /** The pair whose residual is the largest, -1 for none. */
  worst: number;
}

export function PairMarks({ map, pairing, worst }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const points: Vec3[] = pairing.pairs.map(({ at }) => at);
  if (pairing.at) points.push(pairing.at);
  const latest = useRef(points);
  latest.current = points;

  // After every render too: a new point is there before the map draws its next frame.
  useEffect(() => {
    const follow = () => {
      latest.current.forEach((point, i) => {
        const mark = root.current?.children[i];
        if (!(mark instanceof HTMLElement)) return;
        const at = map.screenOfPoint(point);
        mark.style.visibility = at ? 'visible' : 'hidden';
        if (at) mark.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)`;
      });
    };
    follow();
    return map.on('moved', follow);
  });
  return (
    <div ref={root} className={styles.marks} aria-hidden>
      {points.map((point, i) => (
        <span
          key={point.join()}
          className={styles.mark}
          data-pending={i === pairing.pairs.length}
          data-worst={i === worst}
        >
          <b>{i + 1}</b>
        </span>
      ))}
      <i className={styles.centre} />
    </div>
  );
}
