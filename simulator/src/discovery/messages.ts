// WS-Discovery (OASIS 1.0 draft of April 2005, the one ONVIF Core §7 names): probes read, matches written.
import { randomUUID } from 'node:crypto';
import { child, escapeXml, readEnvelope, textAt } from '../onvif/soap.ts';

export interface Probe {
  readonly messageId: string;
  /** Local names, e.g. "NetworkVideoTransmitter"; empty asks for every type. */
  readonly types: readonly string[];
  readonly scopes: readonly string[];
}

const deviceTypes = ['NetworkVideoTransmitter', 'Device'];

/** Null for anything that is not a probe. */
export function readProbe(text: string): Probe | null {
  const soap = readEnvelope(text);
  if (soap?.action !== 'Probe') return null;
  const list = (name: string) => {
    const plain = textAt(soap.body, name) || textAt(child(soap.body, name) ?? {}, '#text');
    return plain.split(/\s+/).filter(item => item !== '');
  };
  return {
    messageId: textAt(soap.header, 'MessageID').slice(0, 200),
    types: list('Types').map(t => t.slice(t.indexOf(':') + 1)),
    scopes: list('Scopes'),
  };
}

/** Every type and every scope asked for must be the device's (scope rule rfc3986: by path prefix). */
export function matches(probe: Probe, scopes: readonly string[]): boolean {
  const within = (asked: string) =>
    scopes.some(own => own === asked || own.startsWith(asked.replace(/\/?$/, '/')));
  return probe.types.every(t => deviceTypes.includes(t)) && probe.scopes.every(within);
}

export function probeMatch(probe: Probe, endpoint: string, scopes: readonly string[], xaddr: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"><env:Header><a:MessageID>urn:uuid:${randomUUID()}</a:MessageID><a:RelatesTo>${escapeXml(probe.messageId)}</a:RelatesTo><a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action></env:Header><env:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>${endpoint}</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types><d:Scopes>${scopes.map(escapeXml).join(' ')}</d:Scopes><d:XAddrs>${xaddr}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch></d:ProbeMatches></env:Body></env:Envelope>`;
}
