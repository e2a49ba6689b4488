// What another screen asks the map to show: a camera, or the vehicle that is followed. The map takes it once when it
// opens or is open.
import { create } from 'zustand';
import { openScreen } from './route.ts';

export const useMapFocus = create<{ cameraId: string | null; isTrack: boolean }>(() => ({
  cameraId: null,
  isTrack: false,
}));

/** Opens the map at this camera. */
export function showOnMap(cameraId: string): void {
  useMapFocus.setState({ cameraId });
  openScreen('map3d');
}

/** Opens the map with the layer of the vehicle that is followed. */
export function showTrackOnMap(): void {
  useMapFocus.setState({ isTrack: true });
  openScreen('map3d');
}

export function mapFocusTaken(): void {
  useMapFocus.setState({ cameraId: null, isTrack: false });
}
