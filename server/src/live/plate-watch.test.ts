import { AppError } from '@brightwall/protocol/errors';
import { beforeEach, describe, expect, it } from 'vitest';
import { PlateWatch } from './plate-watch.ts';

const [a, b] = ['a'.repeat(16), 'b'.repeat(16)];

/** An agent that answers when the test says so. */
class Agent {
  readonly asked: string[] = [];
  #open: { done: () => void; fail: (error: Error) => void }[] = [];
  isSlow = false;

  readonly ask = (cameraId: string, on: boolean): Promise<void> => {
    this.asked.push(`${cameraId[0]} ${on ? 'on' : 'off'}`);
    if (!this.isSlow) return Promise.resolve();
    return new Promise((done, fail) => this.#open.push({ done, fail }));
  };

  answer(error?: Error): void {
    const { done, fail } = this.#open.shift()!;
    if (error) fail(error);
    else done();
  }
}

const settle = () => new Promise(setImmediate);
let agent: Agent;
let watch: PlateWatch;
beforeEach(() => {
  agent = new Agent();
  watch = new PlateWatch(agent.ask);
});

describe('who looks at plates', () => {
  it('asks the agent once for any number of pages, and ends with the last', async () => {
    await Promise.all(['1', '2', '3'].map(page => watch.watch(page, a)));
    watch.leave('1');
    watch.leave('3');
    watch.leave('3');
    await settle();
    expect([agent.asked, watch.isWatched(a)]).toEqual([['a on'], true]);
    watch.leave('2');
    await settle();
    expect([agent.asked, watch.watched()]).toEqual([['a on', 'a off'], []]);
  });

  it('ends up as the last click wanted, however slow the agent is', async () => {
    agent.isSlow = true;
    const first = watch.watch('1', a).catch(error => error.code);
    await settle();
    watch.leave('1');
    const again = watch.watch('1', a);
    agent.answer();
    await again;
    await first;
    await settle();
    expect([agent.asked, watch.isWatched(a)]).toEqual([['a on'], true]);
    watch.leave('1');
    await settle();
    agent.answer();
    await settle();
    expect([agent.asked, watch.watched()]).toEqual([['a on', 'a off'], []]);
  });

  it('takes a page from one camera to another', async () => {
    await watch.watch('1', a);
    await watch.watch('1', b);
    await settle();
    expect(agent.asked.sort()).toEqual(['a off', 'a on', 'b on']);
    expect(watch.watched()).toEqual([b]);
  });

  it('tells a page when the agent cannot, and forgets that it asked', async () => {
    agent.isSlow = true;
    const asked = watch.watch('1', a);
    await settle();
    agent.answer(new AppError('timed-out'));
    await expect(asked).rejects.toMatchObject({ code: 'timed-out' });
    await settle();
    expect(watch.watched()).toEqual([]);
  });

  it('asks again when the agent has come back, and again when it has found the camera', async () => {
    await watch.watch('1', a);
    agent.isSlow = true;
    watch.handleForgotten(a);
    await settle();
    agent.answer(new AppError('not-found'));
    await settle();
    watch.handleCamera(a);
    await settle();
    agent.answer();
    await settle();
    watch.handleCamera(a);
    watch.handleCamera(b);
    watch.handleForgotten(b);
    await settle();
    expect(agent.asked).toEqual(['a on', 'a on', 'a on']);
  });
});
