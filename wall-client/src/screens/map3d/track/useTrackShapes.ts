// Draws the followed vehicle's track on a map, and the vehicle as it is played back.
import { useEffect, useRef } from 'react';
import { useCameras } from '../../../state/cameras.ts';
import { useTrack } from '../../../state/track.ts';
import { momentOf } from '../../../state/track-playback.ts';
import type { CityMap } from '../city-map.ts';
import { groundOfTrack, trackShape, vehicleShape } from './track-shape.ts';

/** The playback lies over the map's upper edge. */
const barPx = 190;

export function useTrackShapes(map: CityMap | null, isReady: boolean): void {
  const track = useTrack(state => state.track);
  const trip = useTrack(state => state.trip);
  useEffect(() => {
    if (!map) return;
    const placeOf = (id: string) => useCameras.getState().cameras.get(id)?.place ?? null;
    map.showShape('track', track && trackShape(track, trip, placeOf));
    return () => map.showShape('track', null);
  }, [map, track, trip]);

  const fitted = useRef<unknown>(null);
  useEffect(() => {
    if (!map || !isReady || !track || fitted.current === track) return;
    fitted.current = track;
    map.moves.fitTo(groundOfTrack(track, trip), 60, barPx);
  }, [map, isReady, track, trip]);

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
