export interface MediaOptions {
  /** How long each window lasts in which latency and CPU are read. */
  readonly seconds: number;
  /** Main streams pulled at once by the agent, and ffmpeg processes beside it. */
  readonly streams: number;
  /** Times a camera is put on an empty tile. */
  readonly repetitions: number;
}
