// What people drew on the cameras' pictures for the reading of plates. Held whole in memory, stored
// before it is in force: a mask that was answered for is there after any restart.
import type { Clock } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import { AppError } from '@brightwall/protocol/errors';
import { defaultPlateSetup, type PlateSetup } from '@brightwall/protocol/plate-setup';
import { checkPlateSetup } from './check-setup.ts';
import type { PlateSetupsPort } from './ports.ts';

export class PlateSetups {
  /** For who must not read a camera. */
  readonly off: PlateSetup = { ...defaultPlateSetup, enabled: false };
  readonly events = new Emitter<{ changed: [cameraId: string, setup: PlateSetup] }>();
  readonly #port: PlateSetupsPort;
  readonly #clock: Clock;
  #setups = new Map<string, PlateSetup>();

  constructor(port: PlateSetupsPort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  /** Call once, before anything else: an agent must not be told that nothing is masked for want of knowing. */
  async load(): Promise<void> {
    this.#setups = new Map((await this.#port.all()).map(({ cameraId, setup }) => [cameraId, setup]));
  }

  setup(cameraId: string): PlateSetup {
    return this.#setups.get(cameraId) ?? defaultPlateSetup;
  }

  /** Throws bad-request for shapes that are none, not-found for a camera that is none. */
  async put(cameraId: string, setup: PlateSetup): Promise<PlateSetup> {
    checkPlateSetup(setup);
    if (!(await this.#port.put(cameraId, setup, this.#clock.epochMs())))
      throw new AppError('not-found', cameraId);
    this.#setups.set(cameraId, setup);
    this.events.emit('changed', cameraId, setup);
    return setup;
  }
}
