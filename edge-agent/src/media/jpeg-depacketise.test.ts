import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { mjpegPackets } from '../testing/mjpeg.ts';
import { TestPacketiser } from '../testing/rtp.ts';
import type { JpegPicture } from './access-unit.ts';
import { JpegDepacketiser } from './jpeg-depacketise.ts';
import { emptyRtpView, parseRtp } from './rtp.ts';

function depacketise(packets: readonly Uint8Array[]) {
  const pictures: JpegPicture[] = [];
  const sizes: string[] = [];
  const depacketiser = new JpegDepacketiser({
    onUnit: picture => pictures.push(picture),
    onSize: (widthPx, heightPx) => sizes.push(`${widthPx}x${heightPx}`),
  });
  const view = emptyRtpView();
  for (const packet of packets)
    if (parseRtp(packet, 0, packet.length, view)) depacketiser.handlePacket(packet, view);
  return { pictures, sizes, dropped: depacketiser.droppedUnits };
}

/** A JPEG as libjpeg makes it, and its scan alone. */
async function still(quality: number) {
  const { width, height } = { width: 160, height: 96 };
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
  const image = sharp({ create: { width, height, channels: 3, background: '#808080', noise } });
  const jpeg = await image
    .jpeg({ quality, chromaSubsampling: '4:2:0', optimiseCoding: false, progressive: false })
    .toBuffer();
  const sos = jpeg.indexOf(Buffer.from([0xff, 0xda]));
  return { jpeg, scan: jpeg.subarray(sos + 2 + jpeg.readUInt16BE(sos + 2)) };
}

interface Head {
  quality: number;
  type?: number;
  /** What stands between the main header of the first packet and the scan; of the others only the first four bytes. */
  extra?: Uint8Array;
}

function packetsOf(rtp: TestPacketiser, scan: Uint8Array, time: number, { quality, type = 1, extra }: Head) {
  const packets: Buffer[] = [];
  for (let at = 0; at < scan.length; at += 1000) {
    const head = Buffer.from([0, 0, 0, 0, type, quality, 160 / 8, 96 / 8]);
    head.writeUIntBE(at, 1, 3);
    const more = extra ? (at === 0 ? extra : extra.subarray(0, type >= 64 ? 4 : 0)) : new Uint8Array(0);
    const payload = Buffer.concat([head, more, scan.subarray(at, at + 1000)]);
    packets.push(rtp.packet(payload, time, at + 1000 >= scan.length));
  }
  return packets;
}

const pixels = (jpeg: Uint8Array) => sharp(jpeg).raw().toBuffer();

describe('JpegDepacketiser', () => {
  it('gives the pictures ffmpeg sends, whole and decodable', async () => {
    const { pictures, sizes, dropped } = depacketise(await mjpegPackets('testsrc2=s=320x176:r=25:d=0.4'));
    expect(pictures).toHaveLength(10);
    expect(sizes).toEqual(['320x176']);
    expect(dropped).toBe(0);
    for (const { jpeg } of pictures) {
      const image = sharp(jpeg, { failOn: 'warning' });
      expect(await image.metadata()).toMatchObject({ width: 320, height: 176, chromaSubsampling: '4:2:0' });
      await image.raw().toBuffer();
    }
    const steps = pictures.slice(1).map((picture, n) => (picture.rtp90k - pictures[n]!.rtp90k) | 0);
    expect(new Set(steps)).toEqual(new Set([3600]));
  });

  it('takes type 0 for 4:2:2', async () => {
    // Even grey: two blocks of brightness (no difference, end of block), one of each colour, in 10×12 MCUs.
    const bits = `${'001010'.repeat(2)}${'0000'.repeat(2)}`.repeat(120);
    const scan = Uint8Array.from(bits.match(/.{8}/g)!, byte => Number.parseInt(byte, 2));
    const { pictures } = depacketise(packetsOf(new TestPacketiser(), scan, 0, { quality: 50, type: 0 }));
    // With a block too many or too few libjpeg would warn.
    const image = sharp(pictures[0]!.jpeg, { failOn: 'warning' });
    expect(await image.metadata()).toMatchObject({ width: 160, height: 96 });
    const sampling = Buffer.from([3, 1, 0x21, 0, 2, 0x11, 1, 3, 0x11, 1]);
    expect(Buffer.from(pictures[0]!.jpeg).includes(sampling)).toBe(true);
    expect(new Set(await image.raw().toBuffer())).toEqual(new Set([128]));
  });

  it.each([10, 50, 90])('computes the tables of quality %i as libjpeg does', async quality => {
    const { jpeg, scan } = await still(quality);
    const { pictures } = depacketise(packetsOf(new TestPacketiser(), scan, 0, { quality }));
    expect(await pixels(pictures[0]!.jpeg)).toEqual(await pixels(jpeg));
  });

  it('remembers the tables a camera sends once, and not those of another quality', async () => {
    const { jpeg, scan } = await still(50);
    const dqt = jpeg.indexOf(Buffer.from([0xff, 0xdb]));
    const tables = [jpeg.subarray(dqt + 5, dqt + 69), jpeg.subarray(dqt + 74, dqt + 138)];
    const rtp = new TestPacketiser();
    const none = Uint8Array.of(0, 0, 0, 0);
    const sent = { quality: 200, extra: Buffer.concat([Uint8Array.of(0, 0, 0, 128), ...tables]) };
    const { pictures } = depacketise([
      ...packetsOf(rtp, scan, 0, { quality: 200, extra: none }),
      ...packetsOf(rtp, scan, 3600, sent),
      ...packetsOf(rtp, scan, 7200, { quality: 200, extra: none }),
      ...packetsOf(rtp, scan, 10800, { quality: 201, extra: none }),
    ]);
    expect(pictures.map(picture => picture.rtp90k)).toEqual([3600, 7200]);
    for (const picture of pictures) expect(await pixels(picture.jpeg)).toEqual(await pixels(jpeg));
  });

  it('carries restart intervals into the header', async () => {
    const { jpeg, scan } = await still(50);
    // Longer than the picture: then it has no markers, as libjpeg wrote none.
    const head = { quality: 50, type: 65, extra: Uint8Array.of(0x40, 0, 0xff, 0xff) };
    const { pictures } = depacketise(packetsOf(new TestPacketiser(), scan, 0, head));
    const made = Buffer.from(pictures[0]!.jpeg);
    expect(made.indexOf(Buffer.from([0xff, 0xdd, 0, 4, 0x40, 0]))).toBeGreaterThan(0);
    expect(await pixels(made)).toEqual(await pixels(jpeg));
  });

  it('drops the picture a packet of which is lost, wherever it was, and no other', async () => {
    const { scan } = await still(90);
    const rtp = new TestPacketiser();
    const times = [0, 3600, 7200, 10800, 14400];
    const all = times.map(time => packetsOf(rtp, scan, time, { quality: 90 }));
    expect(all[0]!.length).toBeGreaterThan(3);
    all[1]!.splice(0, 1);
    all[2]!.splice(1, 1);
    all[3]!.splice(-1, 1);
    const { pictures, dropped } = depacketise(all.flat());
    expect(pictures.map(picture => picture.rtp90k)).toEqual([0, 14400]);
    expect(dropped).toBe(2);
  });

  it('takes no picture from nonsense, and none that goes on for ever', async () => {
    const { scan } = await still(50);
    const rtp = new TestPacketiser();
    const first = (bytes: number[]) => rtp.packet(Uint8Array.from(bytes), 0, true);
    const endless = Array.from({ length: 5000 }, (_, n) => {
      const payload = Buffer.alloc(1008);
      payload.set([0, 0, 0, 0, 1, 50, 20, 12]);
      payload.writeUIntBE(n * 1000, 1, 3);
      return rtp.packet(payload, 9, n === 4999);
    });
    const { pictures, sizes } = depacketise([
      first([]),
      first([0, 0, 0, 0, 1, 50, 20]),
      first([0, 0, 0, 0, 1, 0, 20, 12, 1]),
      first([0, 0, 0, 0, 1, 120, 20, 12, 1]),
      first([0, 0, 0, 0, 2, 50, 20, 12, 1]),
      first([0, 0, 0, 0, 130, 50, 20, 12, 1]),
      first([1, 0, 0, 0, 1, 50, 20, 12, 1]),
      first([0, 0, 0, 0, 1, 50, 0, 12, 1]),
      first([0, 0, 0, 0, 65, 50, 20, 12, 1]),
      first([0, 0, 0, 0, 1, 255, 20, 12, 0, 0, 0, 128, 1]),
      first([0, 0, 0, 0, 1, 255, 20, 12, 0, 0, 0, 3, 1, 1, 1, 1]),
    ]);
    expect(pictures).toEqual([]);
    expect(sizes).toEqual([]);
    const after = depacketise([...endless, ...packetsOf(rtp, scan, 99, { quality: 50 })]);
    expect(after.pictures.map(picture => picture.rtp90k)).toEqual([99]);
  });
});
