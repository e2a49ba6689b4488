export interface PlatesOptions {
  /** The folder of photographs; null: there is none, drawn pictures only. */
  readonly data: string | null;
  /** Where plate-detector/ and plate-recogniser/ lie, where it is not models/. */
  readonly models: string | null;
  /** Of scenes and crops each, evenly picked; Infinity: all. */
  readonly limit: number;
  /** Whether PP-OCR runs beside ours. */
  readonly baseline: boolean;
  /** Times each loop of video is played. */
  readonly passes: number;
  /** Of the loops; training saw those of seeds 1 and 5. */
  readonly seed: number;
  /** Length of each window in which CPU per camera is read. */
  readonly seconds: number;
  readonly cameras: number;
  /** What the cameras look at: each is a window of its own. */
  readonly roads: readonly string[];
}

/** Every n-th of a list, so that at most `limit` are left. */
export function thinned<T>(list: readonly T[], limit: number): T[] {
  if (list.length <= limit) return [...list];
  return Array.from({ length: limit }, (_, i) => list[Math.floor((i * list.length) / limit)]!);
}
