// Which camera is being calibrated, and what its points give so far: that lies on the map at once.
import type { Calibration } from '@brightwall/protocol/calibration';
import { useCallback, useState } from 'react';

export interface Calibrating {
  cameraId: string | null;
  /** Solved from the pairs as they are; null until they can be. */
  solved: Calibration | null;
  open: (cameraId: string) => void;
  setSolved: (calibration: Calibration | null) => void;
  /** False where there was nothing to leave. */
  leave: () => boolean;
}

export function useCalibrating(): Calibrating {
  const [cameraId, setCamera] = useState<string | null>(null);
  const [solved, setSolved] = useState<Calibration | null>(null);
  const open = useCallback((id: string) => {
    setSolved(null);
    setCamera(id);
  }, []);
  return {
    cameraId,
    solved,
    open,
    setSolved,
    leave() {
      setCamera(null);
      setSolved(null);
      return cameraId !== null;
    },
  };
}
