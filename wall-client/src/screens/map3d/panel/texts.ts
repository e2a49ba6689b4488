// What the panels show of a camera, as words.
import type { Camera } from '@brightwall/protocol/camera';
import { type Tone, toneOf, tones } from '../cameras/tone.ts';

/** Cameras whose name, address or code holds every word of the search, whatever the case. */
export function searchCameras<T extends { camera: Camera }>(list: readonly T[], text: string): T[] {
  const words = text.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...list];
  return list.filter(({ camera }) => {
    const hay = `${camera.name} ${camera.address} ${camera.code ?? ''}`.toLocaleLowerCase();
    return words.every(word => hay.includes(word));
  });
}

export function countTones(cameras: Iterable<Camera>): Record<Tone, number> {
  const counts = Object.fromEntries(tones.map(tone => [tone, 0])) as Record<Tone, number>;
  for (const camera of cameras) counts[toneOf[camera.state.kind]] += 1;
  return counts;
}

/** The codec the camera itself sends, as people write it. */
export const codecText = (camera: Camera): string | null => {
  const codec = camera.streams[0]?.codec;
  if (codec === 'h264') return 'H.264';
  if (codec === 'h265') return 'H.265';
  return camera.streams[0]?.codecName ?? null;
};

/** Index after a key in a list: arrows by one, page keys by ten, home and end; the same index for other keys. */
export function movedIndex(key: string, index: number, count: number): number {
  const by: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: 10,
    PageUp: -10,
    Home: -count,
    End: count,
  };
  const step = by[key];
  if (step === undefined || count === 0) return index;
  return Math.min(count - 1, Math.max(0, index + step));
}

/** An age as people say it: seconds up to two minutes, minutes up to two hours, hours. */
export function ageParts(ms: number): { unit: 'seconds' | 'minutes' | 'hours'; n: number } {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 120) return { unit: 'seconds', n: seconds };
  if (seconds < 7200) return { unit: 'minutes', n: Math.floor(seconds / 60) };
  return { unit: 'hours', n: Math.floor(seconds / 3600) };
}
