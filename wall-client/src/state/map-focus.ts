// A camera another screen asks the map to show; the map takes it once when it opens or is open.
import { create } from 'zustand';
import { openScreen } from './route.ts';

export const useMapFocus = create<{ cameraId: string | null }>(() => ({ cameraId: null }));

/** Opens the map at this camera. */
export function showOnMap(cameraId: string): void {
  useMapFocus.setState({ cameraId });
  openScreen('map3d');
}

export function mapFocusTaken(): void {
  useMapFocus.setState({ cameraId: null });
}
