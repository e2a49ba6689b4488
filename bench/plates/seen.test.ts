import { describe, expect, it } from 'vitest';
import type { Scene } from './data.ts';
import { isHeldOut, trainingOf } from './seen.ts';

const scene = (name: string): Scene => ({ name, path: name, set: 'street', plates: [] });
const scenes = Array.from({ length: 60 }, (_, i) => scene(`street-${i}.jpg`));
const training = (detector: unknown, recogniser: unknown) =>
  trainingOf({ scenes, crops: [] }, model => (model === 'plate-detector' ? detector : recogniser));

describe('photographs that training saw', () => {
  it('are told by the hash of a name, the same on every machine', () => {
    const rule = { heldOut: { by: 'file', every: 4 } } as const;
    const held = scenes.filter(({ name }) => isHeldOut(rule, name, []));
    expect(held.length).toBeGreaterThan(5);
    expect(held.length).toBeLessThan(30);
    expect(training(rule, 'none').sceneHeldOut).not.toBeNull();
  });

  it('are all of them when a model saw all, or does not say, so no figure is called held out', () => {
    for (const said of ['all', undefined, { heldOut: { by: 'moon', every: 4 } }])
      expect(training(said, 'none').sceneHeldOut).toBeNull();
    expect(training('all', 'none').notes.join(' ')).toContain('no proof');
  });

  it('are none when the models were trained on drawn pictures', () => {
    const { sceneHeldOut, notes } = training('none', 'none');
    expect(sceneHeldOut).toBeNull();
    expect(notes.join(' ')).toContain('60 of 60 scenes');
  });
});
