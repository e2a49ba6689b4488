// The bytes a camera sends over an RTSP connection: answers (RFC 2326 §7) and interleaved packets (§10.12),
// taken apart as they come. Every length is checked before anything is kept.
import { IngestFailure } from './failure.ts';

const maxHeaderBytes = 16 * 1024;
const maxBodyBytes = 64 * 1024;
/** 4 bytes of frame header + the longest interleaved packet. */
const maxFrameBytes = 4 + 0xffff;

export interface RtspResponse {
  readonly status: number;
  readonly reason: string;
  /** Names in lower case; a header that comes twice (WWW-Authenticate) has two values. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

export interface RtspReaderOutput {
  onResponse(response: RtspResponse): void;
  /** The camera asks something of us (OPTIONS, ANNOUNCE…): method and CSeq. */
  onRequest(method: string, cseq: string): void;
  /** Packets of `data` are noted as [channel, start, end] until onReadEnd; then the bytes may be reused. */
  onFrame(channel: number, data: Uint8Array, start: number, end: number): void;
  /** Called once per handleBytes, after its last frame, while those bytes are still there. */
  onReadEnd(): void;
}

export class RtspReader {
  #out: RtspReaderOutput;
  /** The unfinished tail of the last read. Grows to one frame at most, and is reused. */
  #rest = Buffer.alloc(4096);
  #restLength = 0;
  #seenAnswer = false;

  constructor(out: RtspReaderOutput) {
    this.#out = out;
  }

  /**
   * Takes what the socket read. Frames that lie whole in `chunk` are handed on where they are, without a
   * copy; only the one that straddles two reads is put together. Throws IngestFailure on nonsense.
   */
  handleBytes(chunk: Buffer): void {
    let from = 0;
    while (this.#restLength > 0 && from < chunk.length) {
      // Add just enough for the frame or answer that was cut.
      const need = this.#bytesMissing();
      const take = Math.min(need, chunk.length - from);
      this.#keep(chunk, from, from + take);
      from += take;
      const used = this.#parse(this.#rest, 0, this.#restLength);
      if (used > 0) {
        // Frames point into #rest: hand them on before it is overwritten.
        this.#out.onReadEnd();
        this.#rest.copyWithin(0, used, this.#restLength);
        this.#restLength -= used;
      }
    }
    if (from < chunk.length) {
      const used = this.#parse(chunk, from, chunk.length);
      this.#out.onReadEnd();
      if (from + used < chunk.length) this.#keep(chunk, from + used, chunk.length);
    }
  }

  /** Gives the unfinished message up: somebody else reads on from there. */
  takeRest(): Buffer {
    const rest = Buffer.from(this.#rest.subarray(0, this.#restLength));
    this.#restLength = 0;
    return rest;
  }

  #bytesMissing(): number {
    if (this.#rest[0] !== 0x24) return 1024;
    if (this.#restLength < 4) return 4 - this.#restLength;
    return 4 + this.#rest.readUInt16BE(2) - this.#restLength;
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    const length = this.#restLength + end - start;
    if (length > maxFrameBytes + maxHeaderBytes + maxBodyBytes)
      throw new IngestFailure('bad-answer', 'RTSP answer too large');
    if (length > this.#rest.length) {
      const grown = Buffer.alloc(Math.max(length, this.#rest.length * 2));
      this.#rest.copy(grown, 0, 0, this.#restLength);
      this.#rest = grown;
    }
    chunk.copy(this.#rest, this.#restLength, start, end);
    this.#restLength = length;
  }

  /** Takes all whole messages from start…end; gives how many bytes they were. */
  #parse(data: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end) {
      if (data[at] === 0x24) {
        if (at + 4 > end) break;
        const next = at + 4 + ((data[at + 2]! << 8) | data[at + 3]!);
        if (next > end) break;
        this.#out.onFrame(data[at + 1]!, data, at + 4, next);
        at = next;
        continue;
      }
      // Line breaks between messages are allowed (RFC 2326 §4.1 follows HTTP).
      if (data[at] === 0x0d || data[at] === 0x0a) {
        at += 1;
        continue;
      }
      const used = this.#parseText(data, at, end);
      if (used === 0) break;
      at += used;
    }
    return at - start;
  }

  #parseText(data: Buffer, start: number, end: number): number {
    if (!this.#seenAnswer) refuseOtherProtocols(data, start, end);
    const headEnd = data.subarray(start, Math.min(end, start + maxHeaderBytes)).indexOf('\r\n\r\n');
    if (headEnd < 0) {
      if (end - start >= maxHeaderBytes) throw new IngestFailure('bad-answer', 'RTSP header never ends');
      return 0;
    }
    const lines = data.toString('latin1', start, start + headEnd).split('\r\n');
    const headers = parseHeaders(lines.slice(1));
    const length = Number(headers.get('content-length')?.[0] ?? 0);
    if (!Number.isInteger(length) || length < 0 || length > maxBodyBytes)
      throw new IngestFailure(
        'bad-answer',
        `RTSP Content-Length ${String(headers.get('content-length')?.[0]).slice(0, 20)}`,
      );
    const bodyStart = start + headEnd + 4;
    if (bodyStart + length > end) return 0;
    const status = /^RTSP\/1\.\d (\d{3}) ?(.*)$/.exec(lines[0]!);
    if (status) {
      this.#seenAnswer = true;
      this.#out.onResponse({
        status: Number(status[1]),
        reason: status[2]!.slice(0, 100),
        headers,
        body: data.toString('utf8', bodyStart, bodyStart + length),
      });
    } else {
      const request = /^([A-Z_]{3,20}) \S+ RTSP\/1\.\d$/.exec(lines[0]!);
      if (!request) throw new IngestFailure('bad-answer', `no RTSP: ${printable(lines[0]!)}`);
      this.#out.onRequest(request[1]!, headers.get('cseq')?.[0] ?? '0');
    }
    return bodyStart + length - start;
  }
}

/** Without this a server of another kind that keeps sending would look merely slow. */
function refuseOtherProtocols(data: Buffer, start: number, end: number): void {
  const head = data.toString('latin1', start, Math.min(end, start + 5));
  const known = 'RTSP/'.startsWith(head) || /^[A-Z_]{1,5}$/.test(head.split(' ')[0]!);
  if (!known || head === 'HTTP/')
    throw new IngestFailure(
      'bad-answer',
      `no RTSP: ${printable(data.toString('latin1', start, Math.min(end, start + 40)))}`,
    );
}

function parseHeaders(lines: string[]): Map<string, string[]> {
  if (lines.length > 100) throw new IngestFailure('bad-answer', 'RTSP answer with over 100 headers');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const values = headers.get(name) ?? [];
    values.push(line.slice(colon + 1).trim());
    headers.set(name, values);
  }
  return headers;
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '.').slice(0, 60);
}
