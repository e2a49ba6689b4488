// The simulator's control port: what it sent when, who pulls what, and faults on request.
import type { StreamProfile } from '@brightwall/protocol/camera';
import type { System } from './system.ts';

export interface SentFrame {
  /** The number burnt into the picture. */
  readonly frame: number;
  /** Epoch ms. */
  readonly sentMs: number;
}

async function ask<T>(system: System, path: string, method: 'GET' | 'POST' = 'GET'): Promise<T> {
  const { controlPort } = system.simulator!;
  const answer = await fetch(`http://127.0.0.1:${controlPort}/cameras/${path}`, { method });
  if (!answer.ok) throw new Error(`simulator, ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** The newest frames of a camera's stream, oldest first; cameras count from 1. */
export async function sentFrames(
  system: System,
  camera: number,
  stream: StreamProfile,
): Promise<SentFrame[]> {
  return (await ask<{ frames: SentFrame[] }>(system, `${camera}/frames?stream=${stream}`)).frames;
}

/** How many RTSP sessions play the camera's streams. */
export async function viewers(system: System, camera: number): Promise<Record<StreamProfile, number>> {
  return (await ask<{ viewers: Record<StreamProfile, number> }>(system, `${camera}`)).viewers;
}

export const unplug = (system: System, camera: number) => ask<object>(system, `${camera}/unplug`, 'POST');
export const plug = (system: System, camera: number) => ask<object>(system, `${camera}/plug`, 'POST');
