// The PTZ service (ONVIF PTZ 2) of cameras that have a head.
import type { PanHead, PtzPosition } from '../pan-head.ts';
import { type Call, type Handler, reply } from './device.ts';
import { ptzConfiguration } from './media.ts';
import { child, escapeXml, faults, numberAt, textAt, type Xml } from './soap.ts';

const respond = (action: string, inner = '') => reply(action, inner, 'tptz');
const defaultTimeoutMs = 10_000;

export const ptzHandlers: Record<string, Handler> = {
  GetNodes: () => respond('GetNodes', node('tptz:PTZNode')),
  GetNode: () => respond('GetNode', node('tptz:PTZNode')),
  GetConfigurations: () => respond('GetConfigurations', ptzConfiguration('tptz:PTZConfiguration')),
  GetConfiguration: () => respond('GetConfiguration', ptzConfiguration('tptz:PTZConfiguration')),
  GetServiceCapabilities: () =>
    respond('GetServiceCapabilities', '<tptz:Capabilities MoveStatus="true" StatusPosition="true"/>'),
  GetStatus(call) {
    const { head, camera } = of(call);
    const { pan, tilt, zoom } = head.where();
    const state = head.moving ? 'MOVING' : 'IDLE';
    return respond(
      'GetStatus',
      `<tptz:PTZStatus><tt:Position>${vector({ pan, tilt, zoom })}</tt:Position><tt:MoveStatus><tt:PanTilt>${state}</tt:PanTilt><tt:Zoom>${state}</tt:Zoom></tt:MoveStatus><tt:UtcTime>${new Date(camera.deviceEpochMs()).toISOString()}</tt:UtcTime></tptz:PTZStatus>`,
    );
  },
  ContinuousMove(call) {
    const { head } = of(call);
    const velocity = child(call.body, 'Velocity');
    if (!velocity) throw faults.invalid('Velocity is required');
    const timeout = textAt(call.body, 'Timeout');
    head.continuousMove(
      position(velocity, { pan: 0, tilt: 0, zoom: 0 }),
      timeout ? durationMs(timeout) : defaultTimeoutMs,
    );
    return respond('ContinuousMove');
  },
  AbsoluteMove(call) {
    const { head } = of(call);
    const to = child(call.body, 'Position');
    if (!to) throw faults.invalid('Position is required');
    head.moveTo(position(to, head.where()));
    return respond('AbsoluteMove');
  },
  RelativeMove(call) {
    const { head } = of(call);
    const by = position(child(call.body, 'Translation') ?? {}, { pan: 0, tilt: 0, zoom: 0 });
    const at = head.where();
    head.moveTo({ pan: at.pan + by.pan, tilt: at.tilt + by.tilt, zoom: at.zoom + by.zoom });
    return respond('RelativeMove');
  },
  Stop(call) {
    of(call).head.stop();
    return respond('Stop');
  },
  GotoHomePosition(call) {
    of(call).head.goHome();
    return respond('GotoHomePosition');
  },
  GetPresets(call) {
    const presets = of(call).head.presets();
    return respond(
      'GetPresets',
      presets
        .map(
          p =>
            `<tptz:Preset token="${p.token}"><tt:Name>${escapeXml(p.name)}</tt:Name><tt:PTZPosition>${vector(p.position)}</tt:PTZPosition></tptz:Preset>`,
        )
        .join(''),
    );
  },
  SetPreset(call) {
    const token = textAt(call.body, 'PresetToken') || null;
    const stored = of(call).head.setPreset(textAt(call.body, 'PresetName') || '预置位', token);
    if (stored === null) throw faults.invalid('No room for another preset');
    return respond('SetPreset', `<tptz:PresetToken>${stored}</tptz:PresetToken>`);
  },
  GotoPreset(call) {
    if (!of(call).head.gotoPreset(textAt(call.body, 'PresetToken'))) throw faults.noToken();
    return respond('GotoPreset');
  },
  RemovePreset(call) {
    if (!of(call).head.removePreset(textAt(call.body, 'PresetToken'))) throw faults.noToken();
    return respond('RemovePreset');
  },
};

function of({ camera, body }: Call): { head: PanHead; camera: Call['camera'] } {
  const token = textAt(body, 'ProfileToken');
  if (!camera.head || (token !== 'main' && token !== 'sub')) throw faults.noProfile();
  return { head: camera.head, camera };
}

function position(xml: Xml, fallback: PtzPosition): PtzPosition {
  return {
    pan: numberAt(xml, fallback.pan, 'PanTilt', '@x'),
    tilt: numberAt(xml, fallback.tilt, 'PanTilt', '@y'),
    zoom: numberAt(xml, fallback.zoom, 'Zoom', '@x'),
  };
}

function vector(p: PtzPosition): string {
  return `<tt:PanTilt x="${p.pan}" y="${p.tilt}" space="http://www.onvif.org/ver10/tptz/PanTiltSpaces/PositionGenericSpace"/><tt:Zoom x="${p.zoom}" space="http://www.onvif.org/ver10/tptz/ZoomSpaces/PositionGenericSpace"/>`;
}

/** xs:duration of hours, minutes and seconds. */
function durationMs(text: string): number {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text);
  if (!match) throw faults.invalid('Timeout is not a duration');
  return (Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0)) * 1000;
}

function node(element: string): string {
  const range = (low: number, axis: string) =>
    `<tt:${axis}><tt:Min>${low}</tt:Min><tt:Max>1</tt:Max></tt:${axis}>`;
  const uri = (path: string) => `<tt:URI>http://www.onvif.org/ver10/tptz/${path}</tt:URI>`;
  const panTilt = (name: string, space: string) =>
    `<tt:${name}>${uri(`PanTiltSpaces/${space}`)}${range(-1, 'XRange')}${range(-1, 'YRange')}</tt:${name}>`;
  const zoom = (name: string, space: string, low: number) =>
    `<tt:${name}>${uri(`ZoomSpaces/${space}`)}${range(low, 'XRange')}</tt:${name}>`;
  return `<${element} token="node0" FixedHomePosition="true"><tt:Name>Head</tt:Name><tt:SupportedPTZSpaces>${panTilt('AbsolutePanTiltPositionSpace', 'PositionGenericSpace')}${zoom('AbsoluteZoomPositionSpace', 'PositionGenericSpace', 0)}${panTilt('ContinuousPanTiltVelocitySpace', 'VelocityGenericSpace')}${zoom('ContinuousZoomVelocitySpace', 'VelocityGenericSpace', -1)}</tt:SupportedPTZSpaces><tt:MaximumNumberOfPresets>64</tt:MaximumNumberOfPresets><tt:HomeSupported>true</tt:HomeSupported></${element}>`;
}
