// 视频接力 as it goes on: along a way through the city, or from camera to camera as the operator sees the vehicle
// turn. It outlives the map's screen.
import { create } from 'zustand';
import type { LonLat } from '../geo.ts';

export type Relay =
  | {
      kind: 'way';
      line: readonly LonLat[];
      /** The camera being passed; null for the first. */
      cameraId: string | null;
    }
  | {
      kind: 'follow';
      /** Cameras the vehicle was seen by, the last one being passed; never empty. */
      trail: readonly string[];
    };

export const useRelay = create<{ relay: Relay | null }>(() => ({ relay: null }));

export const relayControl = {
  alongWay: (line: readonly LonLat[]) => useRelay.setState({ relay: { kind: 'way', line, cameraId: null } }),

  followFrom: (cameraId: string) => useRelay.setState({ relay: { kind: 'follow', trail: [cameraId] } }),

  /** Of a way, the camera to be at; of a vehicle that is followed, the one it was seen by next. */
  goTo: (cameraId: string) =>
    useRelay.setState(({ relay }) => {
      if (!relay) return {};
      return {
        relay:
          relay.kind === 'way' ? { ...relay, cameraId } : { ...relay, trail: [...relay.trail, cameraId] },
      };
    }),

  /** Of a vehicle that is followed: it was not seen by the last one after all. */
  takeBack: () =>
    useRelay.setState(({ relay }) =>
      relay?.kind === 'follow' && relay.trail.length > 1
        ? { relay: { ...relay, trail: relay.trail.slice(0, -1) } }
        : {},
    ),

  end: () => useRelay.setState({ relay: null }),
};
