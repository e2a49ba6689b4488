// For tests: a simulator on free ports, with the content that set-up keeps in the user's cache.
import { readConfig } from '../config.ts';
import { ensureContent } from '../content/build.ts';
import { type Simulator, startSimulator } from '../simulator.ts';

/** Eight cameras; of their loops only those of cameras 1, 4 and 8 are made sure of. */
export async function serveEight(): Promise<Simulator> {
  const ports = ['rtsp', 'http', 'control', 'discovery'].flatMap(name => [`--${name}-port`, '0']);
  const config = readConfig(['--cameras', '8', ...ports]);
  const only = ['own-01-left', 'own-01-ahead', 'own-01-right', 'own-04', 'own-08'];
  await ensureContent({ dir: config.content, seed: config.seed, only });
  return startSimulator(config, []);
}

export async function control(simulator: Simulator, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${simulator.facts.controlPort}${path}`, {
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}
