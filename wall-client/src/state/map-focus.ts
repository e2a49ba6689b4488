// What another screen asks the map to show: a camera, or one of its layers. The map takes it once when it opens or is
// open.
import { create } from 'zustand';
import { type OdShown, odFlows } from './od-flows.ts';
import { openScreen } from './route.ts';

/** The vehicle that is followed; flows between areas. */
export type FocusLayer = 'track' | 'flows';

export const useMapFocus = create<{ cameraId: string | null; layer: FocusLayer | null }>(() => ({
  cameraId: null,
  layer: null,
}));

/** Opens the map at this camera. */
export function showOnMap(cameraId: string): void {
  useMapFocus.setState({ cameraId });
  openScreen('map3d');
}

/** Opens the map with the layer of the vehicle that is followed. */
export function showTrackOnMap(): void {
  useMapFocus.setState({ layer: 'track' });
  openScreen('map3d');
}

/** Opens the map with these flows. */
export function showFlowsOnMap(shown: OdShown): void {
  odFlows.show(shown);
  useMapFocus.setState({ layer: 'flows' });
  openScreen('map3d');
}

export function mapFocusTaken(): void {
  useMapFocus.setState({ cameraId: null, layer: null });
}
