// The head of a PTZ camera in the ONVIF generic spaces (pan and tilt −1…1, zoom 0…1). It moves at the
// asked speed as time goes; no timer runs. The picture follows in three steps of pan.

export interface PtzPosition {
  readonly pan: number;
  readonly tilt: number;
  readonly zoom: number;
}

export interface Preset {
  readonly token: string;
  readonly name: string;
  readonly position: PtzPosition;
}

const maxPresets = 64;
/** Full speed crosses half the range in this time, as a quick dome does. */
const secondsPerUnit = 1;
const home: PtzPosition = { pan: 0, tilt: 0, zoom: 0 };

export class PanHead {
  #nowMs: () => number;
  #onPictureChange: () => void;
  #from: PtzPosition = home;
  #sinceMs: number;
  #speed: PtzPosition = home;
  #untilMs = 0;
  #shown = 1;
  #presets = new Map<string, Preset>();
  #nextPreset = 1;

  constructor(nowMs: () => number, onPictureChange: () => void) {
    this.#nowMs = nowMs;
    this.#onPictureChange = onPictureChange;
    this.#sinceMs = nowMs();
    for (const [name, pan] of [
      ['左侧', -1],
      ['正前', 0],
      ['右侧', 1],
    ] as const)
      this.#store({ pan, tilt: 0, zoom: 0 }, name, null);
  }

  /** 0 left, 1 ahead, 2 right: which picture is shown. */
  position(): number {
    const { pan } = this.where();
    const shown = pan < -0.34 ? 0 : pan > 0.34 ? 2 : 1;
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#onPictureChange();
    }
    return shown;
  }

  where(): PtzPosition {
    const seconds =
      Math.max(0, Math.min(this.#nowMs(), this.#untilMs) - this.#sinceMs) / 1000 / secondsPerUnit;
    const at = (from: number, speed: number, low: number) =>
      Math.max(low, Math.min(1, from + speed * seconds));
    return {
      pan: at(this.#from.pan, this.#speed.pan, -1),
      tilt: at(this.#from.tilt, this.#speed.tilt, -1),
      zoom: at(this.#from.zoom, this.#speed.zoom, 0),
    };
  }

  get moving(): boolean {
    const { pan, tilt, zoom } = this.#speed;
    return this.#nowMs() < this.#untilMs && (pan !== 0 || tilt !== 0 || zoom !== 0);
  }

  continuousMove(speed: PtzPosition, timeoutMs: number): void {
    this.#from = this.where();
    this.#sinceMs = this.#nowMs();
    this.#speed = speed;
    this.#untilMs = this.#sinceMs + timeoutMs;
  }

  stop(): void {
    this.continuousMove(home, 0);
    this.position();
  }

  /** At once: a simulated head has no mass. */
  moveTo(position: PtzPosition): void {
    const clamp = (v: number, low: number) => Math.max(low, Math.min(1, v));
    this.#from = {
      pan: clamp(position.pan, -1),
      tilt: clamp(position.tilt, -1),
      zoom: clamp(position.zoom, 0),
    };
    this.#speed = home;
    this.#sinceMs = this.#untilMs = this.#nowMs();
    this.position();
  }

  goHome(): void {
    this.moveTo(home);
  }

  presets(): Preset[] {
    return [...this.#presets.values()];
  }

  /** Stores the present position; null when there is no room. An unknown token is given a new one. */
  setPreset(name: string, token: string | null): string | null {
    return this.#store(this.where(), name, token);
  }

  gotoPreset(token: string): boolean {
    const preset = this.#presets.get(token);
    if (preset) this.moveTo(preset.position);
    return preset !== undefined;
  }

  removePreset(token: string): boolean {
    return this.#presets.delete(token);
  }

  #store(position: PtzPosition, name: string, token: string | null): string | null {
    const known = token !== null && this.#presets.has(token);
    if (!known && this.#presets.size >= maxPresets) return null;
    const stored = known ? token : String(this.#nextPreset++);
    this.#presets.set(stored, { token: stored, name: name.slice(0, 64), position });
    return stored;
  }
}
