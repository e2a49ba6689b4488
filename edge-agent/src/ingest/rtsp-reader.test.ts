import { describe, expect, it } from 'vitest';
import { IngestFailure } from './failure.ts';
import { RtspReader, type RtspResponse } from './rtsp-reader.ts';

function reader() {
  const responses: RtspResponse[] = [];
  const frames: string[] = [];
  const requests: string[] = [];
  const instance = new RtspReader({
    onResponse: response => responses.push(response),
    onRequest: method => requests.push(method),
    onFrame: (channel, data, start, end) =>
      frames.push(`${channel}:${Buffer.from(data.subarray(start, end)).toString('hex')}`),
    onReadEnd: () => {},
  });
  return { instance, responses, frames, requests };
}

const message = Buffer.concat([
  Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 5\r\nSession: 9\r\n\r\nhello'),
  Buffer.from([0x24, 0, 0, 3, 1, 2, 3]),
  Buffer.from([0x24, 1, 0, 0]),
  Buffer.from('\r\nOPTIONS rtsp://x RTSP/1.0\r\nCSeq: 4\r\n\r\n'),
  Buffer.from([0x24, 0, 0, 2, 9, 9]),
]);

describe('RtspReader', () => {
  it('reads the same however the bytes are cut', () => {
    for (let size = 1; size <= message.length; size++) {
      const { instance, responses, frames, requests } = reader();
      for (let at = 0; at < message.length; at += size) {
        // Each read uses the same memory, as the socket's does.
        const chunk = Buffer.from(message.subarray(at, at + size));
        instance.handleBytes(chunk);
        chunk.fill(0);
      }
      expect(responses.map(r => [r.status, r.body, r.headers.get('session')])).toEqual([
        [200, 'hello', ['9']],
      ]);
      expect(frames).toEqual(['0:010203', '1:', '0:0909']);
      expect(requests).toEqual(['OPTIONS']);
    }
  });

  it('refuses a header that never ends, after 16 KiB', () => {
    const { instance } = reader();
    instance.handleBytes(Buffer.from('RTSP/1.0 200 OK\r\n'));
    expect(() => {
      for (let i = 0; i < 100; i++) instance.handleBytes(Buffer.alloc(1000, 'a'));
    }).toThrow(IngestFailure);
  });

  it('takes noise as a bad answer, and nothing else', () => {
    let seed = 1;
    for (let round = 0; round < 2000; round++) {
      const { instance } = reader();
      const noise = Buffer.from(
        Array.from({ length: 200 }, () => {
          seed = (seed * 1103515245 + 12345) & 0x7fffffff;
          return seed >> 16;
        }),
      );
      try {
        instance.handleBytes(noise);
      } catch (error) {
        expect(error).toBeInstanceOf(IngestFailure);
      }
    }
  });
});
