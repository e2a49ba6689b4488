// What people drew on the cameras' pictures, as the core gave it, kept on this box's disk so that a
// restart without the core knows the masks. Fails safe: a camera whose setup was never given, or whose
// file cannot be read, is off: no picture of it may be made.
import { readFile } from 'node:fs/promises';
import { replaceFile } from '@brightwall/kit/durable-file';
import { Emitter } from '@brightwall/kit/emitter';
import { CameraId } from '@brightwall/protocol/camera';
import { maxCamerasPerAgent } from '@brightwall/protocol/edge-messages';
import { defaultPlateSetup, PlateSetup } from '@brightwall/protocol/plate-setup';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';

interface Events {
  changed: [cameraId: string, setup: PlateSetup];
}

/** A setup is at most some 40 KB, mostly 100 bytes. */
const maxSetups = maxCamerasPerAgent;
const fileVersion = 1;
const untold: PlateSetup = { ...defaultPlateSetup, enabled: false };

const checkFile = Compile(
  Type.Object({
    version: Type.Literal(fileVersion),
    setups: Type.Array(Type.Object({ cameraId: CameraId, setup: PlateSetup }), { maxItems: maxSetups }),
  }),
);

export class PlateSetups {
  readonly events = new Emitter<Events>();
  /** Why nothing is known although a file was there; null when all is well. Until the core gives the setups anew. */
  readonly damage: string | null;
  readonly #path: string;
  #setups: Map<string, PlateSetup>;
  #writing: Promise<void> = Promise.resolve();
  /** A write that has not begun, and will hold whatever is known when it does. */
  #nextWrite: Promise<void> | null = null;
  /** The file says what is known here. */
  #isWritten: boolean;

  private constructor(path: string, setups: Map<string, PlateSetup>, damage: string | null) {
    this.#path = path;
    this.#setups = setups;
    this.damage = damage;
    this.#isWritten = damage === null;
  }

  static async open(path: string): Promise<PlateSetups> {
    try {
      const value: unknown = JSON.parse(await readFile(path, 'utf8'));
      if (!checkFile.Check(value)) throw new Error('not what was written');
      return new PlateSetups(
        path,
        new Map(value.setups.map(({ cameraId, setup }) => [cameraId, setup])),
        null,
      );
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return new PlateSetups(path, new Map(), isMissing ? null : String(error));
    }
  }

  /** Off where the core has never said what may be seen. */
  setup(cameraId: string): PlateSetup {
    return this.#setups.get(cameraId) ?? untold;
  }

  isTold(cameraId: string): boolean {
    return this.#setups.has(cameraId);
  }

  /**
   * In force at once; resolves when it is on the disk as well, and rejects when it cannot be written.
   * Beyond the agent's most cameras the one least recently given its setup gives way.
   */
  async put(cameraId: string, setup: PlateSetup): Promise<void> {
    const before = this.#setups.get(cameraId);
    this.#setups.delete(cameraId);
    this.#setups.set(cameraId, setup);
    // The core says all of them again after every hello.
    const isSame = JSON.stringify(before) === JSON.stringify(setup);
    if (isSame && this.#isWritten) return this.#writing;
    for (const oldest of this.#setups.keys()) {
      if (this.#setups.size <= maxSetups) break;
      this.#setups.delete(oldest);
    }
    if (!isSame) this.events.emit('changed', cameraId, setup);
    this.#isWritten = false;
    await this.#written();
  }

  /** One write after the other, each with all that is known: a thousand setups told at once are two. */
  #written(): Promise<void> {
    if (this.#nextWrite) return this.#nextWrite;
    const written = this.#writing
      .catch(() => {})
      .then(() => {
        this.#nextWrite = null;
        return this.#write();
      });
    this.#nextWrite = written;
    this.#writing = written;
    return written;
  }

  async #write(): Promise<void> {
    const setups = [...this.#setups].map(([cameraId, setup]) => ({ cameraId, setup }));
    await replaceFile(this.#path, JSON.stringify({ version: fileVersion, setups }));
    this.#isWritten = true;
  }
}
