// Draws the followed vehicle's track on a map, where it may be read next, and the vehicle as it is played back.
import { useEffect, useRef } from 'react';
import { useCameras } from '../../../state/cameras.ts';
import { nextOf, useForecast } from '../../../state/next-cameras.ts';
import { useTrack } from '../../../state/track.ts';
import { momentOf } from '../../../state/track-playback.ts';
import type { CityMap } from '../city-map.ts';
import { groundOfNext, nextShape } from './next-shape.ts';
import { groundOfTrack, trackShape, vehicleShape } from './track-shape.ts';

/** The playback lies over the map's upper edge. */
const barPx = 190;

/** `sidePx`: what lies over the map at its sides, CSS pixels at scale 1. */
export function useTrackShapes(map: CityMap | null, isReady: boolean, sidePx: number): void {
  const track = useTrack(state => state.track);
  const trip = useTrack(state => state.trip);
  const next = useForecast(({ forecast }) => nextOf(forecast));
  useEffect(() => {
    if (!map) return;
    map.showShape('next', next && nextShape(next, placeOf));
    return () => map.showShape('next', null);
  }, [map, next]);
  useEffect(() => {
    if (!map) return;
    map.showShape('track', track && trackShape(track, trip, placeOf));
    return () => map.showShape('track', null);
  }, [map, track, trip]);

  const fitted = useRef<readonly unknown[]>([]);
  useEffect(() => {
    if (!map || !isReady || (!track && !next)) return;
    if (fitted.current[0] === track && fitted.current[1] === next) return;
    fitted.current = [track, next];
    const ground = [...(track ? groundOfTrack(track, trip) : []), ...(next ? groundOfNext(next) : [])];
    map.moves.fitTo(ground, sidePx, barPx);
  }, [map, isReady, track, trip, next, sidePx]);

  useEffect(() => {
    if (!map) return;
    const draw = () => {
      const { track: shown, atMs } = useTrack.getState();
      const at = shown && momentOf(shown, atMs)?.at;
      map.showShape('vehicle', at ? vehicleShape(at) : null);
    };
    draw();
    const stop = useTrack.subscribe(draw);
    return () => {
      stop();
      map.showShape('vehicle', null);
    };
  }, [map]);
}

const placeOf = (id: string) => useCameras.getState().cameras.get(id)?.place ?? null;
