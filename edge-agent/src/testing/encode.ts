// Real streams for tests, made by ffmpeg on the spot.
import { execFile } from 'node:child_process';
import type { AccessUnit, NalCodec, ParameterSets } from '../media/access-unit.ts';
import { splitAnnexB } from '../media/annexb.ts';
import { parameterSetName } from '../media/depacketise.ts';
import { h265NalType, isH265Irap } from '../media/h265.ts';

export interface Encoded {
  readonly units: AccessUnit[];
  readonly sets: ParameterSets;
}

/** Encodes a lavfi source. One slice per picture, so that a picture is one NAL unit. */
export async function encode(source: string, codec: NalCodec, options: string[] = []): Promise<Encoded> {
  const common = ['-v', 'error', '-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p', '-threads', '1'];
  const encoder =
    codec === 'h264'
      ? [
          '-c:v',
          'libx264',
          '-preset',
          'ultrafast',
          '-x264-params',
          'slices=1:aud=0',
          ...options,
          '-f',
          'h264',
        ]
      : [
          '-c:v',
          'libx265',
          '-preset',
          'ultrafast',
          '-x265-params',
          'log-level=none:bframes=0:repeat-headers=1:info=0',
          ...options,
          '-f',
          'hevc',
        ];
  const bytes = await run('ffmpeg', [...common, ...encoder, 'pipe:1']);
  const sets: ParameterSets = { vps: null, sps: null, pps: null };
  const units: AccessUnit[] = [];
  let nals: Uint8Array[] = [];
  for (const view of splitAnnexB(bytes)) {
    const nal = new Uint8Array(view);
    const type = codec === 'h264' ? nal[0]! & 0x1f : h265NalType(nal[0]!);
    const name = parameterSetName(codec, type);
    if (name) sets[name] ??= nal;
    nals.push(nal);
    const picture = codec === 'h264' ? type >= 1 && type <= 5 : type < 32;
    if (!picture) continue;
    const key = codec === 'h264' ? type === 5 : isH265Irap(type);
    units.push({ codec, key, nals, rtp90k: (units.length * 3600) >>> 0 });
    nals = [];
  }
  return { units, sets };
}

/** Runs a program and gives its stdout; `input` goes to its stdin. */
export function run(program: string, args: string[], input?: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    );
    child.stdin?.end(input);
  });
}
