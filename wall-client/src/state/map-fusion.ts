// Which camera's viewshed the map shows, and whose pictures lie on it, oldest first. They outlive the map's screen.
import { create } from 'zustand';

/** Each is a main stream, a texture and a pass over the buildings around it. */
export const mostProjected = 8;

export interface MapFusionState {
  viewshedId: string | null;
  projectedIds: readonly string[];
}

export const useMapFusion = create<MapFusionState>(() => ({ viewshedId: null, projectedIds: [] }));

export const mapFusion = {
  toggleViewshed: (cameraId: string) =>
    useMapFusion.setState(({ viewshedId }) => ({ viewshedId: viewshedId === cameraId ? null : cameraId })),

  hideViewshed: () => useMapFusion.setState({ viewshedId: null }),

  /** Lays a camera's picture on the map or takes it away; gives the camera that had to give way, or null. */
  toggleProjected: (cameraId: string): string | null => {
    const { projectedIds } = useMapFusion.getState();
    if (projectedIds.includes(cameraId)) {
      useMapFusion.setState({ projectedIds: projectedIds.filter(id => id !== cameraId) });
      return null;
    }
    const isFull = projectedIds.length >= mostProjected;
    const kept = isFull ? projectedIds.slice(1) : projectedIds;
    useMapFusion.setState({ projectedIds: [...kept, cameraId] });
    return isFull ? (projectedIds[0] ?? null) : null;
  },

  endAllProjected: () => useMapFusion.setState({ projectedIds: [] }),
};
