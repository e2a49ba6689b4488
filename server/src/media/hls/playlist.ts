// A ring as an LL-HLS media playlist (RFC 8216bis, draft-pantos-hls-rfc8216bis §4.4).
import { durationMs, type Ring, type RingSegment } from './ring.ts';

/** Parts are listed for what lies within three target durations of the end (§4.4.4.9). */
const segmentsWithParts = 3;

export function renderPlaylist(ring: Ring): string {
  const targetS = Math.ceil(ring.segmentTargetMs / 1000);
  const partTargetS = ring.partTargetMs / 1000;
  const first = ring.segments[0];
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    `#EXT-X-TARGETDURATION:${targetS}`,
    // At least three part targets (§4.4.3.8); a little more lets a part be late.
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${seconds(partTargetS * 3.1)},HOLD-BACK=${targetS * 3}`,
    `#EXT-X-PART-INF:PART-TARGET=${seconds(partTargetS)}`,
    `#EXT-X-MEDIA-SEQUENCE:${first?.msn ?? ring.newestMsn}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${ring.discontinuitySequence}`,
  ];
  let life: number | null = null;
  for (const [index, segment] of ring.segments.entries()) {
    if (segment.discontinuity) lines.push('#EXT-X-DISCONTINUITY');
    if (segment.life !== life) lines.push(`#EXT-X-MAP:URI="init-${segment.life}.mp4"`);
    life = segment.life;
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.startMs).toISOString()}`);
    if (index >= ring.segments.length - segmentsWithParts) lines.push(...partLines(segment));
    if (segment.complete)
      lines.push(`#EXTINF:${seconds(durationMs(segment) / 1000)},`, `s${segment.msn}.m4s`);
  }
  lines.push(preloadHint(ring.segments.at(-1), ring.newestMsn), '');
  return lines.join('\n');
}

function partLines(segment: RingSegment): string[] {
  return segment.parts.map((part, index) => {
    const independent = part.independent ? ',INDEPENDENT=YES' : '';
    return `#EXT-X-PART:DURATION=${seconds(part.durationMs / 1000)},URI="s${segment.msn}.${index}.m4s"${independent}`;
  });
}

function preloadHint(last: RingSegment | undefined, newestMsn: number): string {
  const [msn, part] =
    last && !last.complete ? [last.msn, last.parts.length] : [newestMsn + (last ? 1 : 0), 0];
  return `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="s${msn}.${part}.m4s"`;
}

function seconds(value: number): string {
  return value.toFixed(5);
}
