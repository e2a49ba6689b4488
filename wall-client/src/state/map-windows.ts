// The cameras whose live pictures stand beside the map, oldest first. They outlive the map's screen: whoever goes
// to the wall and comes back finds them as they were left.
import { create } from 'zustand';

/** Each is a main stream over WebRTC; more would hide the map they belong to. */
export const mostWindows = 6;

export interface MapWindowsState {
  /** Camera ids in the order of opening. */
  ids: readonly string[];
  /** The window keys act on. */
  current: string | null;
  /** The window shown large, or null. */
  enlarged: string | null;
}

const none: MapWindowsState = { ids: [], current: null, enlarged: null };

export const useMapWindows = create<MapWindowsState>(() => none);

export const mapWindows = {
  /** Opens a camera's window, or turns to the one it has; where all are taken, the oldest gives way. */
  open: (cameraId: string) =>
    useMapWindows.setState(({ ids, enlarged }) => {
      if (ids.includes(cameraId)) return { current: cameraId };
      const kept = ids.slice(Math.max(0, ids.length + 1 - mostWindows));
      return {
        ids: [...kept, cameraId],
        current: cameraId,
        enlarged: enlarged !== null && kept.includes(enlarged) ? enlarged : null,
      };
    }),

  /** Exactly these, as many as there is room for. Windows that stay are not opened anew. */
  showOnly: (cameraIds: readonly string[], current: string | null = cameraIds[0] ?? null) =>
    useMapWindows.setState(({ enlarged }) => {
      const ids = [...new Set(cameraIds)].slice(0, mostWindows);
      return { ids, current, enlarged: enlarged !== null && ids.includes(enlarged) ? enlarged : null };
    }),

  /** The window after the closed one becomes the current one, else the one before it. */
  close: (cameraId: string) =>
    useMapWindows.setState(({ ids, current, enlarged }) => {
      const index = ids.indexOf(cameraId);
      if (index === -1) return {};
      const left = ids.filter(id => id !== cameraId);
      return {
        ids: left,
        current: current === cameraId ? (left[Math.min(index, left.length - 1)] ?? null) : current,
        enlarged: enlarged === cameraId ? null : enlarged,
      };
    }),

  closeAll: () => useMapWindows.setState(none),

  choose: (cameraId: string) =>
    useMapWindows.setState(({ ids }) => (ids.includes(cameraId) ? { current: cameraId } : {})),

  /** The n-th window from 0, where there is one. */
  chooseNth: (n: number) => useMapWindows.setState(({ ids }) => (ids[n] ? { current: ids[n] } : {})),

  toggleLarge: (cameraId: string) =>
    useMapWindows.setState(({ ids, enlarged }) =>
      ids.includes(cameraId) ? { enlarged: enlarged === cameraId ? null : cameraId, current: cameraId } : {},
    ),

  leaveLarge: () => useMapWindows.setState({ enlarged: null }),
};
