// Calibrations of cameras as the core keeps them, asked for when somebody wants to see by one.
import type { Calibration } from '@brightwall/protocol/calibration';
import { AppError } from '@brightwall/protocol/errors';
import { create } from 'zustand';
import { rest } from '../net/rest.ts';

export interface CalibrationsState {
  /** null: the core has none of this camera. */
  known: ReadonlyMap<string, Calibration | null>;
}

export const useCalibrations = create<CalibrationsState>(() => ({ known: new Map() }));

const set = (cameraId: string, calibration: Calibration | null) =>
  useCalibrations.setState(({ known }) => ({ known: new Map(known).set(cameraId, calibration) }));

export const calibrations = {
  /** Asks anew each time: somebody at another screen may have changed it. Where the core does not answer, what was known stands. */
  async want(cameraId: string): Promise<void> {
    try {
      const calibration = await rest.calibration(cameraId);
      if (JSON.stringify(calibration) !== JSON.stringify(useCalibrations.getState().known.get(cameraId)))
        set(cameraId, calibration);
    } catch (error) {
      if (error instanceof AppError && error.code !== 'not-found') {
        if (!useCalibrations.getState().known.has(cameraId)) set(cameraId, null);
        return;
      }
      if (useCalibrations.getState().known.get(cameraId) !== null) set(cameraId, null);
    }
  },

  /** Rejects with an `AppError`, and nothing has changed. */
  async save(cameraId: string, calibration: Calibration): Promise<void> {
    set(cameraId, await rest.saveCalibration(cameraId, calibration));
  },

  async remove(cameraId: string): Promise<void> {
    await rest.removeCalibration(cameraId);
    set(cameraId, null);
  },
};
