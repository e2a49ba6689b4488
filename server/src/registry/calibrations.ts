// How cameras' pictures lie on the city. Read from the store each time: it is asked for when somebody shows a camera's
// picture on the map, a few times a day.
import type { Clock } from '@brightwall/kit/clock';
import type { Calibration } from '@brightwall/protocol/calibration';
import { AppError } from '@brightwall/protocol/errors';
import type { CalibrationsPort } from './ports.ts';

export class Calibrations {
  readonly #port: CalibrationsPort;
  readonly #clock: Clock;

  constructor(port: CalibrationsPort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  /** Throws not-found where nobody has calibrated the camera. */
  async get(cameraId: string): Promise<Calibration> {
    const calibration = await this.#port.get(cameraId);
    if (!calibration) throw new AppError('not-found', 'calibration');
    return calibration;
  }

  /** Throws not-found for a camera that is none. */
  async put(cameraId: string, calibration: Calibration): Promise<Calibration> {
    if (!(await this.#port.put(cameraId, calibration, this.#clock.epochMs())))
      throw new AppError('not-found', cameraId);
    return calibration;
  }

  /** Of a camera that has none too: it has none afterwards. */
  remove(cameraId: string): Promise<void> {
    return this.#port.remove(cameraId);
  }
}
