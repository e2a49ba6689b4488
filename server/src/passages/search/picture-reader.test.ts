import { AppError, type ErrorCode } from '@brightwall/protocol/errors';
import { describe, expect, it } from 'vitest';
import { PictureReader } from './picture-reader.ts';

const picture = new Uint8Array([1, 2, 3]);
const found = { plates: [], unreadable: 0 };

/** Agents that answer so, in their order; what was asked stands in `asked`. */
function readerOf(answers: Record<string, ErrorCode | 'ok'>) {
  const asked: string[] = [];
  const reader = new PictureReader({
    readers: () => Object.keys(answers),
    async readPicture(agentId) {
      asked.push(agentId);
      await new Promise(setImmediate);
      const answer = answers[agentId]!;
      if (answer !== 'ok') throw new AppError(answer);
      return found;
    },
  });
  return { reader, asked };
}

describe('a picture to search by', () => {
  it('is read by the first agent that can', async () => {
    const { reader, asked } = readerOf({ a: 'overloaded', b: 'ok', c: 'ok' });
    expect(await reader.read(picture)).toEqual(found);
    expect(asked).toEqual(['a', 'b']);
  });

  it('that is none is refused at once; without agents it says so', async () => {
    const { reader, asked } = readerOf({ a: 'bad-request', b: 'ok' });
    await expect(reader.read(picture)).rejects.toMatchObject({ code: 'bad-request' });
    expect(asked).toEqual(['a']);
    await expect(readerOf({}).reader.read(picture)).rejects.toMatchObject({ code: 'agent-offline' });
    const gone = readerOf({ a: 'agent-offline', b: 'timed-out', c: 'overloaded', d: 'ok' });
    await expect(gone.reader.read(picture)).rejects.toMatchObject({ code: 'overloaded' });
    expect(gone.asked).toEqual(['a', 'b', 'c']);
  });

  it('is one of few at once', async () => {
    const { reader } = readerOf({ a: 'ok' });
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => reader.read(picture)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    expect(await reader.read(picture)).toEqual(found);
  });
});
