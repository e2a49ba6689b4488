// node-onvif as the client nobody here wrote: discovery, device, media, snapshot, PTZ.
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFrameCode } from '../content/frame-code.ts';
import type { RtpFrame } from '../rtsp/rtp-frame.ts';
import type { Simulator } from '../simulator.ts';
import { control, serveEight } from '../testing/served.ts';

interface Profile {
  token: string;
  stream: { rtsp: string };
  video: { encoder: { encoding: string; resolution: { width: number } } };
}
type Service = Record<
  string,
  (params?: object) => Promise<{ data: Record<string, Record<string, unknown>> }>
>;
interface Device {
  init(): Promise<Record<string, string>>;
  getProfileList(): Profile[];
  changeProfile(token: string): unknown;
  fetchSnapshot(): Promise<{ body: Buffer }>;
  ptzMove(params: object): Promise<void>;
  ptzStop(): Promise<void>;
  services: { device: Service; media: Service; ptz: Service | null };
}
const foreign = createRequire(import.meta.url)('node-onvif') as {
  OnvifDevice: new (options: object) => Device;
  startProbe(): Promise<{ urn: string; name: string; xaddrs: string[] }[]>;
  _PORT: number;
  _DISCOVERY_WAIT: number;
};

const foreignSoap = createRequire(import.meta.url)('node-onvif/lib/modules/soap.js') as {
  createRequestSoap(options: object): string;
};

let simulator: Simulator;
beforeAll(async () => {
  simulator = await serveEight();
}, 240_000);
afterAll(() => simulator?.close());

function device(n: number, pass = 'brightwall-sim'): Device {
  return new foreign.OnvifDevice({ xaddr: simulator.facts.cameras[n - 1]!.xaddr, user: 'admin', pass });
}

describe('an ONVIF client', () => {
  it('finds every plugged camera by multicast', async () => {
    foreign._PORT = simulator.facts.discoveryPort;
    foreign._DISCOVERY_WAIT = 1000;
    await control(simulator, '/cameras/6/unplug', {});
    const found = await foreign.startProbe();
    await control(simulator, '/cameras/6/plug', {});
    const expected = simulator.facts.cameras.filter(c => c.id !== 'sim-006').map(c => c.xaddr);
    expect(found.flatMap(d => d.xaddrs).sort()).toEqual(expected.sort());
    expect(new Set(found.map(d => d.urn)).size).toBe(7);
    expect(decodeURIComponent(found.find(d => d.xaddrs[0] === simulator.facts.cameras[0]!.xaddr)!.name)).toBe(
      '人民路-001',
    );
  });

  it('learns who the camera is and where its streams are', async () => {
    const camera = device(8);
    expect(await camera.init()).toMatchObject({ Model: 'BS-IPC2-H265', SerialNumber: 'BS202600000008' });
    const [main, sub] = camera.getProfileList();
    expect(main).toMatchObject({ token: 'main', stream: { rtsp: simulator.facts.cameras[7]!.rtspMain } });
    expect(sub!.video.encoder).toMatchObject({ encoding: 'H265', resolution: { width: 640 } });
    expect(camera.services.ptz).toBeNull();
    const { data } = await camera.services.device.getNetworkInterfaces!();
    expect(JSON.stringify(data)).toContain('02:42:57:00:00:08');
  });

  it('gets in though the device clock is an hour off, if it asked the time', async () => {
    await control(simulator, '/cameras/4/clock', { offsetMs: -3_600_000 });
    expect(await device(4).init()).toMatchObject({ HardwareId: '4' });
    await control(simulator, '/cameras/4/clock', { offsetMs: 0 });
  });

  it('is not let in with a wrong password', async () => {
    await expect(device(4, 'guess').init()).rejects.toThrow(/not authorized/i);
  });

  it('fetches the picture shown now as JPEG', async () => {
    const camera = device(4);
    await camera.init();
    const { body } = await camera.fetchSnapshot();
    const { data, info } = await sharp(body).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([1280, 720]);
    expect(readFrameCode(data, 1280, 720)).toMatchObject({ camera: 4 });
  });

  it('has the next access unit be a key frame after SetSynchronizationPoint', async () => {
    const { main } = simulator.camera(4);
    const keys: boolean[] = [];
    const next = () =>
      new Promise<RtpFrame>(resolve => {
        const off = main.subscribe({
          handleFrame(frame) {
            off();
            resolve(frame);
          },
        });
      });
    while ((await next()).key);
    const answer = await fetch(simulator.facts.cameras[3]!.xaddr.replace('device_', 'media_'), {
      method: 'POST',
      body: foreignSoap.createRequestSoap({
        body: '<trt:SetSynchronizationPoint><trt:ProfileToken>main</trt:ProfileToken></trt:SetSynchronizationPoint>',
        xmlns: ['xmlns:trt="http://www.onvif.org/ver10/media/wsdl"'],
        user: 'admin',
        pass: 'brightwall-sim',
      }),
    });
    expect(await answer.text()).toContain('SetSynchronizationPointResponse');
    keys.push((await next()).key, (await next()).key);
    expect(keys).toEqual([true, false]);
  });

  it('turns the head: position is reported and another picture is shown', async () => {
    const camera = device(1);
    await camera.init();
    const { head } = simulator.camera(1);
    expect(simulator.camera(1).loopId).toBe('own-01-ahead');
    await camera.services.ptz!.gotoPreset!({ ProfileToken: 'main', PresetToken: '1' });
    expect(simulator.camera(1).loopId).toBe('own-01-left');
    await camera.ptzMove({ speed: { x: 1, y: 0, z: 0 }, timeout: 30 });
    expect(head!.moving).toBe(true);
    await camera.ptzStop();
    const { data } = await camera.services.ptz!.getStatus!({ ProfileToken: 'main' });
    expect(JSON.stringify(data)).toContain('IDLE');
    await camera.services.ptz!.gotoHomePosition!({ ProfileToken: 'main' });
    expect(simulator.camera(1).loopId).toBe('own-01-ahead');
  });

  it('gets a SOAP fault for a request that is none, and 413 for one too long', async () => {
    const post = (body: string) => fetch(simulator.facts.cameras[3]!.xaddr, { method: 'POST', body });
    const fault = await post('<html>');
    expect(fault.status).toBe(400);
    expect(await fault.text()).toContain('ter:WellFormed');
    const unknown = await post('<e:Envelope xmlns:e="x"><e:Body><GetNothing/></e:Body></e:Envelope>');
    expect(await unknown.text()).toContain('ter:ActionNotSupported');
    expect((await post('x'.repeat(70_000))).status).toBe(413);
  });
});
