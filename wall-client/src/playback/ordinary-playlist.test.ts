import { expect, it } from 'vitest';
import { ordinaryPlaylist } from './ordinary-playlist.ts';

const head = ['#EXTM3U', '#EXT-X-VERSION:9', '#EXT-X-TARGETDURATION:2'];
const control = '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.03,HOLD-BACK=6';
const segment = ['#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z', '#EXTINF:2.00000,', 's7.m4s'];

it('leaves whole segments and nothing to wait for', () => {
  const text = [
    ...head,
    control,
    '#EXT-X-PART-INF:PART-TARGET=0.33300',
    '#EXT-X-MEDIA-SEQUENCE:7',
    '#EXT-X-MAP:URI="init-1.mp4"',
    '#EXT-X-PART:DURATION=0.33300,URI="s7.0.m4s",INDEPENDENT=YES',
    ...segment,
    '#EXT-X-PART:DURATION=0.33300,URI="s8.0.m4s",INDEPENDENT=YES',
    '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="s8.1.m4s"',
    '',
  ].join('\n');
  expect(ordinaryPlaylist(text)).toBe(
    [...head, '#EXT-X-MEDIA-SEQUENCE:7', '#EXT-X-MAP:URI="init-1.mp4"', ...segment, ''].join('\n'),
  );
});

it('leaves a stream alone whose first segment is not whole yet', () => {
  const text = [...head, control, '#EXT-X-PART:DURATION=0.33300,URI="s0.0.m4s",INDEPENDENT=YES', ''].join(
    '\n',
  );
  expect(ordinaryPlaylist(text)).toBe(text);
});
