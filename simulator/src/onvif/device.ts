// The device service (ONVIF Core): who and where the camera is, what time it has, which services there are.
import type { Camera } from '../camera.ts';
import {
  type Addresses,
  endpointOf,
  firmware,
  macOf,
  manufacturer,
  modelOf,
  scopesOf,
  serialOf,
  serviceUrl,
} from './facts.ts';
import { escapeXml, type Xml } from './soap.ts';

export interface Call {
  readonly camera: Camera;
  readonly addresses: Addresses;
  readonly body: Xml;
}
export type Handler = (call: Call) => string;

/** ONVIF Core §5.9.4.3, access class PRE_AUTH: answered without credentials. */
export const withoutAuth = new Set([
  'GetSystemDateAndTime',
  'GetCapabilities',
  'GetServices',
  'GetServiceCapabilities',
  'GetWsdlUrl',
  'GetHostname',
  'GetEndpointReference',
]);

export const deviceHandlers: Record<string, Handler> = {
  GetSystemDateAndTime({ camera }) {
    const now = new Date(camera.deviceEpochMs());
    const local = new Date(now.getTime() + 8 * 3_600_000);
    return reply(
      'GetSystemDateAndTime',
      `<tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>CST-8</tt:TZ></tt:TimeZone>${dateTime('UTCDateTime', now)}${dateTime('LocalDateTime', local)}</tds:SystemDateAndTime>`,
    );
  },
  GetDeviceInformation({ camera }) {
    return reply(
      'GetDeviceInformation',
      `<tds:Manufacturer>${manufacturer}</tds:Manufacturer><tds:Model>${modelOf(camera)}</tds:Model><tds:FirmwareVersion>${firmware}</tds:FirmwareVersion><tds:SerialNumber>${serialOf(camera)}</tds:SerialNumber><tds:HardwareId>${camera.number}</tds:HardwareId>`,
    );
  },
  GetCapabilities({ camera, addresses }) {
    const ptz = camera.head
      ? `<tt:PTZ><tt:XAddr>${serviceUrl(addresses, camera, 'ptz')}</tt:XAddr></tt:PTZ>`
      : '';
    return reply(
      'GetCapabilities',
      `<tds:Capabilities><tt:Device><tt:XAddr>${serviceUrl(addresses, camera, 'device')}</tt:XAddr><tt:Network><tt:IPFilter>false</tt:IPFilter><tt:ZeroConfiguration>false</tt:ZeroConfiguration><tt:IPVersion6>false</tt:IPVersion6><tt:DynDNS>false</tt:DynDNS></tt:Network><tt:System><tt:DiscoveryResolve>false</tt:DiscoveryResolve><tt:DiscoveryBye>false</tt:DiscoveryBye><tt:RemoteDiscovery>false</tt:RemoteDiscovery><tt:SystemBackup>false</tt:SystemBackup><tt:SystemLogging>false</tt:SystemLogging><tt:FirmwareUpgrade>false</tt:FirmwareUpgrade><tt:SupportedVersions><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tt:SupportedVersions></tt:System></tt:Device><tt:Media><tt:XAddr>${serviceUrl(addresses, camera, 'media')}</tt:XAddr><tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast><tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP></tt:StreamingCapabilities></tt:Media>${ptz}</tds:Capabilities>`,
    );
  },
  GetServices({ camera, addresses }) {
    const service = (namespace: string, name: 'device' | 'media' | 'ptz') =>
      `<tds:Service><tds:Namespace>${namespace}</tds:Namespace><tds:XAddr>${serviceUrl(addresses, camera, name)}</tds:XAddr><tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>`;
    return reply(
      'GetServices',
      service('http://www.onvif.org/ver10/device/wsdl', 'device') +
        service('http://www.onvif.org/ver10/media/wsdl', 'media') +
        (camera.head ? service('http://www.onvif.org/ver20/ptz/wsdl', 'ptz') : ''),
    );
  },
  GetServiceCapabilities: () =>
    reply(
      'GetServiceCapabilities',
      '<tds:Capabilities><tds:Network/><tds:Security UsernameToken="true" HttpDigest="false"/><tds:System/></tds:Capabilities>',
    ),
  GetHostname: ({ camera }) =>
    reply(
      'GetHostname',
      `<tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP><tt:Name>${camera.id}</tt:Name></tds:HostnameInformation>`,
    ),
  GetEndpointReference: ({ camera }) =>
    reply('GetEndpointReference', `<tds:GUID>${endpointOf(camera).slice(9)}</tds:GUID>`),
  GetScopes: ({ camera }) =>
    reply(
      'GetScopes',
      scopesOf(camera)
        .map(
          s =>
            `<tds:Scopes><tt:ScopeDef>${/\/(name|location)\//.test(s) ? 'Configurable' : 'Fixed'}</tt:ScopeDef><tt:ScopeItem>${escapeXml(s)}</tt:ScopeItem></tds:Scopes>`,
        )
        .join(''),
    ),
  GetDiscoveryMode: () => reply('GetDiscoveryMode', '<tds:DiscoveryMode>Discoverable</tds:DiscoveryMode>'),
  GetNetworkInterfaces: ({ camera, addresses }) =>
    reply(
      'GetNetworkInterfaces',
      `<tds:NetworkInterfaces token="eth0"><tt:Enabled>true</tt:Enabled><tt:Info><tt:Name>eth0</tt:Name><tt:HwAddress>${macOf(camera)}</tt:HwAddress><tt:MTU>1500</tt:MTU></tt:Info><tt:IPv4><tt:Enabled>true</tt:Enabled><tt:Config><tt:Manual><tt:Address>${addresses.host}</tt:Address><tt:PrefixLength>24</tt:PrefixLength></tt:Manual><tt:DHCP>false</tt:DHCP></tt:Config></tt:IPv4></tds:NetworkInterfaces>`,
    ),
  GetGeoLocation({ camera }) {
    const { lon, lat, headingDeg } = camera.place;
    // tt:GeoOrientation: yaw clockwise from north; pitch down is negative.
    return reply(
      'GetGeoLocation',
      `<tds:Location Entity="Device" Token="device" Fixed="true"><tt:GeoLocation lon="${lon}" lat="${lat}" elevation="6"/><tt:GeoOrientation roll="0" pitch="-7" yaw="${headingDeg}"/></tds:Location>`,
    );
  },
};

export function reply(action: string, inner: string, prefix = 'tds'): string {
  return `<${prefix}:${action}Response>${inner}</${prefix}:${action}Response>`;
}

function dateTime(name: string, at: Date): string {
  return `<tt:${name}><tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time><tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date></tt:${name}>`;
}
