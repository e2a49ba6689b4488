// Reading XML a device sent: outside bytes, so bounded. node-onvif parses answers of any size and depth with
// xml2js, which is why only its multicast probe is used (datagrams are at most 64 KiB); every answer over
// HTTP is read here. Namespaces are dropped: devices use every prefix there is.
import { XMLParser } from 'fast-xml-parser';
import { DeviceFailure } from './failure.ts';

const maxDepth = 40;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  // No entity but XML's own five, decoded in textAt: a document type could define bombs.
  processEntities: false,
  maxNestedTags: maxDepth,
  trimValues: true,
});

export type XmlNode = { readonly [name: string]: unknown };

/** The root object. Throws DeviceFailure `bad-answer` for what is no XML, declares a document type, or nests without end. */
export function parseXml(text: string): XmlNode {
  if (!/^﻿?\s*</.test(text)) throw new DeviceFailure('bad-answer', `no XML: ${printable(text)}`);
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new DeviceFailure('bad-answer', 'XML with a document type');
  try {
    const root: unknown = parser.parse(text);
    if (isNode(root)) return root;
  } catch (error) {
    throw new DeviceFailure('bad-answer', `no XML: ${error instanceof Error ? error.message : error}`);
  }
  throw new DeviceFailure('bad-answer', 'empty XML');
}

/** The elements at a path of local names; a missing one is an empty list. */
export function nodesAt(node: XmlNode, ...path: string[]): XmlNode[] {
  let nodes: unknown[] = [node];
  for (const name of path)
    nodes = nodes
      .flatMap(n => (isNode(n) ? n[name] : undefined))
      .filter(n => n !== undefined)
      .slice(0, 1000);
  return nodes.map(n => (isNode(n) ? n : { '#text': n }));
}

export function nodeAt(node: XmlNode, ...path: string[]): XmlNode | undefined {
  return nodesAt(node, ...path)[0];
}

/** Text of an element, or of an attribute ("@name" last); null when it is not there or empty. */
export function textAt(node: XmlNode | undefined, ...path: string[]): string | null {
  const found = node && nodeAt(node, ...path);
  const text = found?.['#text'];
  if (typeof text !== 'string' && typeof text !== 'number') return null;
  const decoded = decodeEntities(String(text)).trim();
  return decoded === '' ? null : decoded.slice(0, 2000);
}

export function numberAt(node: XmlNode | undefined, ...path: string[]): number | null {
  const text = textAt(node, ...path);
  const value = text === null ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi,
    (whole, name, dec, hex) => {
      if (name) return entities[String(name).toLowerCase()]!;
      const code = dec ? Number(dec) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

function isNode(value: unknown): value is XmlNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function printable(text: string): string {
  return text.slice(0, 60).replace(/[^\x20-\x7e]/g, '.');
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, c => `&#${c.charCodeAt(0)};`);
}
