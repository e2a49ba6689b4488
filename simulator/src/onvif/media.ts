// The media service (ONVIF Media 1): profiles main and sub, addresses, key frames on request.
// H.265 is announced as vendors do in Media 1: Encoding says H265 although its schema ends at H264.
import type { Camera } from '../camera.ts';
import { type StreamName, streamShapes } from '../content/plan.ts';
import { type Handler, reply } from './device.ts';
import { snapshotUrl, streamUrl } from './facts.ts';
import { faults, textAt, type Xml } from './soap.ts';

const names: readonly StreamName[] = ['main', 'sub'];
const bitrateKbits = { main: 2000, sub: 340 } as const;
const respond = (action: string, inner: string) => reply(action, inner, 'trt');

export const mediaHandlers: Record<string, Handler> = {
  GetProfiles: ({ camera }) =>
    respond('GetProfiles', names.map(n => profile('Profiles', camera, n)).join('')),
  GetProfile: ({ camera, body }) => respond('GetProfile', profile('Profile', camera, streamOf(body))),
  GetVideoSources: () =>
    respond(
      'GetVideoSources',
      `<trt:VideoSources token="vs0"><tt:Framerate>25</tt:Framerate>${resolution('main')}</trt:VideoSources>`,
    ),
  GetVideoSourceConfigurations: () =>
    respond('GetVideoSourceConfigurations', sourceConfiguration('trt:Configurations')),
  GetVideoEncoderConfigurations: ({ camera }) =>
    respond(
      'GetVideoEncoderConfigurations',
      names.map(n => encoder('trt:Configurations', camera, n)).join(''),
    ),
  GetVideoEncoderConfiguration({ camera, body }) {
    const name = names.find(n => `ve-${n}` === textAt(body, 'ConfigurationToken'));
    if (!name) throw faults.noConfig();
    return respond('GetVideoEncoderConfiguration', encoder('trt:Configuration', camera, name));
  },
  GetStreamUri({ camera, addresses, body }) {
    const protocol = textAt(body, 'StreamSetup', 'Transport', 'Protocol');
    if (textAt(body, 'StreamSetup', 'Stream').includes('Multicast'))
      throw faults.invalid('Multicast is not served');
    if (protocol && !['UDP', 'TCP', 'RTSP', 'HTTP'].includes(protocol))
      throw faults.invalid('Unknown transport');
    return respond('GetStreamUri', mediaUri(streamUrl(addresses, camera, streamOf(body))));
  },
  GetSnapshotUri: ({ camera, addresses, body }) =>
    respond('GetSnapshotUri', mediaUri(snapshotUrl(addresses, camera, streamOf(body)))),
  SetSynchronizationPoint({ camera, body }) {
    camera.stream(streamOf(body)).requestKeyFrame();
    return respond('SetSynchronizationPoint', '');
  },
  GetServiceCapabilities: () =>
    respond(
      'GetServiceCapabilities',
      '<trt:Capabilities SnapshotUri="true" Rotation="false"><trt:ProfileCapabilities MaximumNumberOfProfiles="2"/><trt:StreamingCapabilities RTPMulticast="false" RTP_TCP="true" RTP_RTSP_TCP="true"/></trt:Capabilities>',
    ),
};

function streamOf(body: Xml): StreamName {
  const token = textAt(body, 'ProfileToken');
  const name = names.find(n => n === token);
  if (!name) throw faults.noProfile();
  return name;
}

function profile(element: string, camera: Camera, name: StreamName): string {
  return `<trt:${element} token="${name}" fixed="true"><tt:Name>${name === 'main' ? 'MainStream' : 'SubStream'}</tt:Name>${sourceConfiguration('tt:VideoSourceConfiguration')}${encoder('tt:VideoEncoderConfiguration', camera, name)}${camera.head ? ptzConfiguration('tt:PTZConfiguration') : ''}</trt:${element}>`;
}

function sourceConfiguration(element: string): string {
  return `<${element} token="vsc0"><tt:Name>VideoSource</tt:Name><tt:UseCount>2</tt:UseCount><tt:SourceToken>vs0</tt:SourceToken><tt:Bounds x="0" y="0" width="1280" height="720"/></${element}>`;
}

function encoder(element: string, camera: Camera, name: StreamName): string {
  const { fps } = streamShapes[name];
  const codecPart =
    camera.codec === 'h264'
      ? `<tt:H264><tt:GovLength>${fps * 2}</tt:GovLength><tt:H264Profile>Main</tt:H264Profile></tt:H264>`
      : '';
  return `<${element} token="ve-${name}"><tt:Name>Encoder-${name}</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>${camera.codec.toUpperCase()}</tt:Encoding>${resolution(name)}<tt:Quality>4</tt:Quality><tt:RateControl><tt:FrameRateLimit>${fps}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>${bitrateKbits[name]}</tt:BitrateLimit></tt:RateControl>${codecPart}<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address><tt:Port>0</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast><tt:SessionTimeout>PT60S</tt:SessionTimeout></${element}>`;
}

function resolution(name: StreamName): string {
  const { width, height } = streamShapes[name];
  return `<tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution>`;
}

function mediaUri(uri: string): string {
  return `<trt:MediaUri><tt:Uri>${uri}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri>`;
}

export function ptzConfiguration(element: string): string {
  const space = (name: string) => `http://www.onvif.org/ver10/tptz/${name}`;
  return `<${element} token="ptz0"><tt:Name>PTZ</tt:Name><tt:UseCount>2</tt:UseCount><tt:NodeToken>node0</tt:NodeToken><tt:DefaultAbsolutePantTiltPositionSpace>${space('PanTiltSpaces/PositionGenericSpace')}</tt:DefaultAbsolutePantTiltPositionSpace><tt:DefaultAbsoluteZoomPositionSpace>${space('ZoomSpaces/PositionGenericSpace')}</tt:DefaultAbsoluteZoomPositionSpace><tt:DefaultContinuousPanTiltVelocitySpace>${space('PanTiltSpaces/VelocityGenericSpace')}</tt:DefaultContinuousPanTiltVelocitySpace><tt:DefaultContinuousZoomVelocitySpace>${space('ZoomSpaces/VelocityGenericSpace')}</tt:DefaultContinuousZoomVelocitySpace><tt:DefaultPTZTimeout>PT10S</tt:DefaultPTZTimeout></${element}>`;
}
