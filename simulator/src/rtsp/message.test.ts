import { describe, expect, it } from 'vitest';
import { RtspParser } from './message.ts';

const options = 'OPTIONS rtsp://h/cam/1/main RTSP/1.0\r\nCSeq: 3\r\nUser-Agent: x\r\n\r\n';

describe('RtspParser', () => {
  it('reads a request that comes byte by byte', () => {
    const parser = new RtspParser();
    const got = [...options].flatMap(char => parser.push(Buffer.from(char)));
    expect(got).toHaveLength(1);
    expect(got[0]).toMatchObject({ method: 'OPTIONS', url: 'rtsp://h/cam/1/main' });
    expect(got[0]!.headers.get('cseq')).toBe('3');
  });

  it('skips interleaved reports and bodies between requests', () => {
    const report = Buffer.concat([Buffer.from([0x24, 1, 0, 5]), Buffer.from('$$\r\n$')]);
    const withBody = 'SET_PARAMETER rtsp://h/ RTSP/1.0\r\nCSeq: 4\r\nContent-Length: 7\r\n\r\nx: 1\r\n\n';
    const parser = new RtspParser();
    const stream = Buffer.concat([report, Buffer.from(withBody), report, Buffer.from(options)]);
    const got = [stream.subarray(0, 7), stream.subarray(7, 61), stream.subarray(61)].flatMap(c =>
      parser.push(c),
    );
    expect(got.map(r => r.method)).toEqual(['SET_PARAMETER', 'OPTIONS']);
  });

  it.each([
    ['another protocol', 'GET / HTTP/1.1\r\n\r\n'],
    ['a head without end', `OPTIONS ${'a'.repeat(20_000)}`],
    ['a body longer than any', 'OPTIONS rtsp://h/ RTSP/1.0\r\nContent-Length: 99999999\r\n\r\n'],
    ['a length that is no number', 'OPTIONS rtsp://h/ RTSP/1.0\r\nContent-Length: -1\r\n\r\n'],
  ])('refuses %s', (_what, text) => {
    expect(() => new RtspParser().push(Buffer.from(text))).toThrow();
  });
});
