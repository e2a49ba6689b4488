// One ONVIF device: what it is, what it streams, where it stands. The order of the questions matters: the
// device's time comes first and without authentication, since every digest after it is made with that time.
import type { Clock } from '@brightwall/kit/clock';
import type { CameraId, CameraReport, StreamInfo } from '@brightwall/protocol/camera';
import { codeFault } from '@brightwall/protocol/camera-code';
import type { Credentials } from '../auth/http-auth.ts';
import { DeviceFailure } from './failure.ts';
import { cameraIdOf, type FoundCamera, type FoundStream } from './found-camera.ts';
import { chooseProfiles, type MediaProfile, readProfiles } from './profiles.ts';
import { SoapClient } from './soap-client.ts';
import type { Discovered } from './ws-discovery.ts';
import { escapeXml, nodeAt, nodesAt, numberAt, textAt, type XmlNode } from './xml.ts';

const deviceNs = 'http://www.onvif.org/ver10/device/wsdl';
const mediaNs = 'http://www.onvif.org/ver10/media/wsdl';
const ptzNs = 'http://www.onvif.org/ver20/ptz/wsdl';

export interface ProbeContext {
  readonly credentials: readonly Credentials[];
  readonly transport: FoundCamera['transport'];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The device's clock was set, or has drifted, since the probe. */
  readonly onClockOffset?: (cameraId: CameraId, offsetMs: number) => void;
}

/** ONVIF tells whole seconds: two readings of a clock that runs right differ by less. */
const clockMovedMs = 1500;

/** Never throws but when aborted: a device that cannot be asked is a camera with a failure on its card. */
export async function probeDevice(device: Discovered, context: ProbeContext): Promise<FoundCamera> {
  const url = device.xaddrs.find(xaddr => !xaddr.hostname.startsWith('[')) ?? device.xaddrs[0]!;
  const probe = new DeviceProbe(device, url, context);
  try {
    return await probe.run();
  } catch (error) {
    context.signal.throwIfAborted();
    const { kind, detail } =
      error instanceof DeviceFailure ? error : new DeviceFailure('bad-answer', String(error));
    return { ...probe.card(), streams: [], snapshotUrl: null, failure: { kind, detail } };
  }
}

class DeviceProbe {
  #url: URL;
  #context: ProbeContext;
  #soap: SoapClient;
  #report: Omit<CameraReport, 'state'>;

  constructor(device: Discovered, url: URL, context: ProbeContext) {
    this.#url = url;
    this.#context = context;
    this.#soap = new SoapClient(context);
    this.#report = {
      id: cameraIdOf(device.urn),
      name: scopeValue(device.scopes, 'name') ?? url.host,
      source: 'onvif',
      address: url.hostname,
      manufacturer: null,
      model: scopeValue(device.scopes, 'hardware'),
      firmware: null,
      serial: null,
      mac: null,
      ptz: false,
      code: codeOf(device.scopes),
      clockOffsetMs: null,
      streams: [],
      place: null,
    };
  }

  card(): Omit<FoundCamera, 'streams' | 'snapshotUrl' | 'failure'> {
    return { report: this.#report, credentials: this.#soap.credentials, transport: this.#context.transport };
  }

  async run(): Promise<FoundCamera> {
    await this.#readTime();
    await this.#signIn();
    const { media, ptz } = await this.#services();
    const profiles = readProfiles(await this.#soap.call(media, mediaNs, 'GetProfiles'));
    const chosen = chooseProfiles(profiles);
    if (chosen.length === 0) throw new DeviceFailure('bad-stream', 'the device has no video profile');
    const streams: FoundStream[] = [];
    const infos: StreamInfo[] = [];
    for (const { profile, info } of chosen) {
      streams.push(await this.#stream(media, profile, info.profile));
      infos.push(info);
    }
    this.#note({
      streams: infos,
      ptz: ptz && profiles.some(profile => profile.ptz),
      mac: await this.#optional(() => this.#mac()),
      place: await this.#optional(() => this.#place()),
    });
    // The small picture is the last of the chosen: less to fetch and to make smaller.
    const snapshotUrl = this.#snapshotUrl(media, chosen.at(-1)!.profile);
    return { ...this.card(), streams, snapshotUrl, failure: null };
  }

  #note(facts: Partial<CameraReport>): void {
    this.#report = { ...this.#report, ...facts };
  }

  #call(operation: string, inner = ''): Promise<XmlNode> {
    return this.#soap.call(this.#url, deviceNs, operation, inner);
  }

  /** ONVIF tells whole seconds, so half a second is added: the offset is true to ±0.5 s. */
  async #readTime(): Promise<void> {
    const { clock } = this.#context;
    const askedMs = clock.epochMs();
    const response = await this.#soap.callUnsigned(this.#url, deviceNs, 'GetSystemDateAndTime');
    const middleMs = (askedMs + clock.epochMs()) / 2;
    const utc = nodeAt(response, 'SystemDateAndTime', 'UTCDateTime');
    const field = (group: string, name: string) => numberAt(utc, group, name);
    const [year, month, day] = [field('Date', 'Year'), field('Date', 'Month'), field('Date', 'Day')];
    const [hour, minute, second] = [field('Time', 'Hour'), field('Time', 'Minute'), field('Time', 'Second')];
    // A device may leave UTC out (it is optional): then its clock is taken to be ours.
    if (
      year === null ||
      month === null ||
      day === null ||
      hour === null ||
      minute === null ||
      second === null
    )
      return;
    const deviceMs = Date.UTC(year, month - 1, day, hour, minute, second) + 500;
    const offsetMs = Math.round(deviceMs - middleMs);
    this.#soap.clockOffsetMs = offsetMs;
    this.#note({ clockOffsetMs: offsetMs });
  }

  /** Tries the credentials in turn; a device that asks for none is served without. */
  async #signIn(): Promise<void> {
    const tries: (Credentials | null)[] =
      this.#context.credentials.length > 0 ? [...this.#context.credentials] : [null];
    let denied: DeviceFailure | null = null;
    for (const credentials of tries) {
      this.#soap.credentials = credentials;
      try {
        const info = await this.#call('GetDeviceInformation');
        this.#note({
          manufacturer: short(textAt(info, 'Manufacturer')),
          model: short(textAt(info, 'Model')) ?? this.#report.model,
          firmware: short(textAt(info, 'FirmwareVersion')),
          serial: short(textAt(info, 'SerialNumber')),
        });
        return;
      } catch (error) {
        if (!(error instanceof DeviceFailure) || error.kind !== 'auth-failed') throw error;
        denied = error;
      }
    }
    const tried = this.#context.credentials.map(c => c.username).join(', ') || 'none';
    throw new DeviceFailure('auth-failed', `${denied?.detail ?? ''} (tried: ${tried})`);
  }

  /** GetCapabilities is what every device has; GetServices is the newer way. */
  async #services(): Promise<{ media: URL; ptz: boolean }> {
    const old = await this.#optional(() => this.#call('GetCapabilities', '<Category>All</Category>'));
    let media = old && textAt(old, 'Capabilities', 'Media', 'XAddr');
    let ptz = old !== null && textAt(old, 'Capabilities', 'PTZ', 'XAddr') !== null;
    if (!media) {
      const services = await this.#call('GetServices', '<IncludeCapability>false</IncludeCapability>');
      for (const service of nodesAt(services, 'Service')) {
        const namespace = textAt(service, 'Namespace');
        if (namespace === mediaNs) media = textAt(service, 'XAddr');
        if (namespace === ptzNs) ptz = true;
      }
    }
    if (!media || !URL.canParse(media))
      throw new DeviceFailure('bad-answer', 'the device has no media service');
    return { media: this.#reachable(new URL(media)), ptz };
  }

  async #stream(media: URL, profile: MediaProfile, name: StreamInfo['profile']): Promise<FoundStream> {
    const token = `<ProfileToken>${escapeXml(profile.token)}</ProfileToken>`;
    const setup =
      '<StreamSetup><tt:Stream>RTP-Unicast</tt:Stream><tt:Transport><tt:Protocol>RTSP</tt:Protocol></tt:Transport></StreamSetup>';
    const answer = await this.#soap.call(media, mediaNs, 'GetStreamUri', setup + token);
    const uri = textAt(answer, 'MediaUri', 'Uri') ?? '';
    if (!URL.canParse(uri) || !uri.startsWith('rtsp://'))
      throw new DeviceFailure('bad-answer', `GetStreamUri: no RTSP address: ${uri.slice(0, 100)}`);
    const url = this.#reachable(new URL(uri));
    url.username = '';
    url.password = '';
    const ask = () => this.#soap.call(media, mediaNs, 'SetSynchronizationPoint', token);
    return { profile: name, url, requestKeyFrame: async () => void (await this.#signedLater(ask)) };
  }

  /** Asked when first needed: of most cameras nobody wants it. */
  #snapshotUrl(media: URL, profile: MediaProfile): () => Promise<URL> {
    const token = `<ProfileToken>${escapeXml(profile.token)}</ProfileToken>`;
    return async () => {
      const answer = await this.#signedLater(() => this.#soap.call(media, mediaNs, 'GetSnapshotUri', token));
      const uri = textAt(answer, 'MediaUri', 'Uri') ?? '';
      if (!URL.canParse(uri) || !/^https?:/.test(uri))
        throw new DeviceFailure('bad-answer', `GetSnapshotUri: no HTTP address: ${uri.slice(0, 100)}`);
      const url = this.#reachable(new URL(uri));
      url.username = '';
      url.password = '';
      return url;
    };
  }

  /**
   * A device whose clock has moved refuses what is signed by the old one: its time is read anew, and it is
   * asked once more. One that refuses by the right time means it: asking again could lock the account.
   */
  async #signedLater<T>(ask: () => Promise<T>): Promise<T> {
    const beforeMs = this.#soap.clockOffsetMs;
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof DeviceFailure) || error.kind !== 'auth-failed') throw error;
      await this.#readTime();
      const offsetMs = this.#soap.clockOffsetMs;
      if (Math.abs(offsetMs - beforeMs) < clockMovedMs) throw error;
      this.#context.onClockOffset?.(this.#report.id, offsetMs);
      return await ask();
    }
  }

  async #mac(): Promise<string | null> {
    const answer = await this.#call('GetNetworkInterfaces');
    const macs = nodesAt(answer, 'NetworkInterfaces').map(node => textAt(node, 'Info', 'HwAddress'));
    return macs.find(mac => mac !== null)?.slice(0, 32) ?? null;
  }

  async #place(): Promise<CameraReport['place']> {
    const location = nodeAt(await this.#call('GetGeoLocation'), 'Location');
    const lon = numberAt(location, 'GeoLocation', '@lon');
    const lat = numberAt(location, 'GeoLocation', '@lat');
    if (lon === null || lat === null || Math.abs(lon) > 180 || Math.abs(lat) > 90) return null;
    const yaw = numberAt(location, 'GeoOrientation', '@yaw');
    return { lon, lat, headingDeg: yaw === null ? null : ((yaw % 360) + 360) % 360 };
  }

  /** What not every device has. A lost connection still counts. */
  async #optional<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof DeviceFailure && error.kind !== 'unreachable') return null;
      throw error;
    }
  }

  /** Behind a router, devices name addresses of their own network: the host that answered is the one to use. */
  #reachable(url: URL): URL {
    const reached = new URL(url);
    reached.hostname = this.#url.hostname;
    return reached;
  }
}

/** "onvif://www.onvif.org/name/North%20gate" → "North gate" (ONVIF Core §7.3.2.2). */
function scopeValue(scopes: readonly string[], kind: string): string | null {
  const prefix = `onvif://www.onvif.org/${kind}/`;
  const scope = scopes.find(text => text.toLowerCase().startsWith(prefix));
  if (!scope) return null;
  const raw = scope.slice(prefix.length);
  try {
    return short(decodeURIComponent(raw).replaceAll('_', ' '));
  } catch {
    return short(raw);
  }
}

/** The scope into which installers write the 国标编码: ONVIF itself has no place for it. */
function codeOf(scopes: readonly string[]): string | null {
  const code = scopeValue(scopes, 'gb28181');
  return code !== null && codeFault(code) === null ? code : null;
}

function short(text: string | null): string | null {
  return text === null ? null : text.slice(0, 120);
}
