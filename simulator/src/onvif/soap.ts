// SOAP 1.2 envelopes: reading a request, writing answers and faults.
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element's children by local name; text alone is a string, repeated elements a list. */
export type Xml = { readonly [name: string]: unknown };

export interface SoapRequest {
  /** Local name of the first element of the body, e.g. "GetProfiles". */
  readonly action: string;
  readonly body: Xml;
  readonly header: Xml;
}

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
  trimValues: true,
});

/** Null for what is not a SOAP envelope with one element in its body. */
export function readEnvelope(text: string): SoapRequest | null {
  // A document type is where entity attacks live; no ONVIF client sends one.
  if (text.includes('<!DOCTYPE') || XMLValidator.validate(text) !== true) return null;
  try {
    const envelope = child(parser.parse(text) as Xml, 'Envelope');
    const body = envelope && child(envelope, 'Body');
    const action = body && Object.keys(body).find(name => !name.startsWith('@') && name !== '#text');
    if (!envelope || !body || !action) return null;
    return { action, body: child(body, action) ?? {}, header: child(envelope, 'Header') ?? {} };
  } catch {
    return null;
  }
}

/** The child element of that name; {} when it has neither children nor attributes; null when there is none. */
export function child(xml: Xml, name: string): Xml | null {
  const value = Object.hasOwn(xml, name) ? xml[name] : undefined;
  if (value === undefined) return null;
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'object' && first !== null ? (first as Xml) : {};
}

/** Text of the element at a path, '' when it is not there. */
export function textAt(xml: Xml, ...path: string[]): string {
  let at: unknown = xml;
  for (const name of path) {
    if (Array.isArray(at)) at = at[0];
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as Xml)[name] : undefined;
  }
  if (Array.isArray(at)) at = at[0];
  if (typeof at === 'object' && at !== null) at = (at as Xml)['#text'];
  return typeof at === 'string' ? at : '';
}

export function numberAt(xml: Xml, fallback: number, ...path: string[]): number {
  const text = textAt(xml, ...path);
  const value = Number(text);
  return text !== '' && Number.isFinite(value) ? value : fallback;
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
}

const namespaces =
  'xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" ' +
  'xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" ' +
  'xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:ter="http://www.onvif.org/ver10/error"';

export function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<env:Envelope ${namespaces}><env:Header/><env:Body>${body}</env:Body></env:Envelope>`;
}

/** ONVIF Core §5.8.2: a fault is thrown by a handler and sent as SOAP 1.2 fault. */
export class SoapFault extends Error {
  readonly party: 'Sender' | 'Receiver';
  readonly subcodes: readonly string[];

  constructor(party: 'Sender' | 'Receiver', subcodes: readonly string[], reason: string) {
    super(reason);
    this.party = party;
    this.subcodes = subcodes;
  }

  toXml(): string {
    const subcode = this.subcodes.reduceRight(
      (inner, code) => `<env:Subcode><env:Value>ter:${code}</env:Value>${inner}</env:Subcode>`,
      '',
    );
    return envelope(
      `<env:Fault><env:Code><env:Value>env:${this.party}</env:Value>${subcode}</env:Code><env:Reason><env:Text xml:lang="en">${escapeXml(this.message)}</env:Text></env:Reason></env:Fault>`,
    );
  }
}

export const faults = {
  notAuthorized: (reason: string) => new SoapFault('Sender', ['NotAuthorized'], reason),
  unknownAction: (action: string) =>
    new SoapFault('Receiver', ['ActionNotSupported'], `${action} is not supported`),
  malformed: () => new SoapFault('Sender', ['WellFormed'], 'The request is not a SOAP 1.2 envelope'),
  noProfile: () => new SoapFault('Sender', ['InvalidArgVal', 'NoProfile'], 'There is no such media profile'),
  noConfig: () => new SoapFault('Sender', ['InvalidArgVal', 'NoConfig'], 'There is no such configuration'),
  noToken: () => new SoapFault('Sender', ['InvalidArgVal', 'NoToken'], 'There is no such preset'),
  invalid: (reason: string) => new SoapFault('Sender', ['InvalidArgVal'], reason),
};
