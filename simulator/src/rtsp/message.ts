// RTSP 1.0 requests off a TCP stream (RFC 2326), interleaved binary data skipped. Every length is bounded.

export interface RtspRequest {
  readonly method: string;
  readonly url: string;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
}

const maxHead = 16_384;
const maxBody = 65_536;

export class RtspParser {
  #pending: Buffer = Buffer.alloc(0);
  #skip = 0;

  /** Requests that are complete now. Throws on what is not RTSP; the connection is then of no use. */
  push(chunk: Buffer): RtspRequest[] {
    const requests: RtspRequest[] = [];
    this.#pending = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
    for (;;) {
      const skipped = Math.min(this.#skip, this.#pending.length);
      this.#pending = this.#pending.subarray(skipped);
      this.#skip -= skipped;
      if (this.#skip > 0 || this.#pending.length === 0) return requests;
      if (this.#pending[0] === 0x24) {
        // Receiver reports and the like from the client: nothing here depends on them.
        if (this.#pending.length < 4) return requests;
        this.#skip = 4 + this.#pending.readUInt16BE(2);
        continue;
      }
      if (this.#pending[0] === 13 || this.#pending[0] === 10) {
        this.#skip = 1;
        continue;
      }
      const end = this.#pending.indexOf('\r\n\r\n');
      if (end < 0) {
        if (this.#pending.length > maxHead) throw new Error('request head too long');
        return requests;
      }
      if (end > maxHead) throw new Error('request head too long');
      const request = parseHead(this.#pending.toString('utf8', 0, end));
      const length = Number(request.headers.get('content-length') ?? 0);
      if (!Number.isInteger(length) || length < 0 || length > maxBody) throw new Error('bad content length');
      this.#skip = end + 4 + length;
      requests.push(request);
    }
  }
}

function parseHead(text: string): RtspRequest {
  const [first = '', ...lines] = text.split('\r\n');
  const match = /^([A-Z_]{3,20}) (\S{1,2048}) RTSP\/1\.\d$/.exec(first);
  if (!match) throw new Error('not an RTSP request');
  const headers = new Map<string, string>();
  for (const line of lines.slice(0, 100)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { method: match[1]!, url: match[2]!, headers };
}

const reasons: Record<number, string> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  454: 'Session Not Found',
  455: 'Method Not Valid in This State',
  459: 'Aggregate Operation Not Allowed',
  461: 'Unsupported Transport',
  501: 'Not Implemented',
  503: 'Service Unavailable',
};

export function formatResponse(
  status: number,
  cseq: string,
  headers: readonly (readonly [string, string])[],
  body = '',
): string {
  const head = [
    ['CSeq', cseq],
    ...headers,
    ...(body ? [['Content-Length', String(Buffer.byteLength(body))]] : []),
  ];
  return `RTSP/1.0 ${status} ${reasons[status] ?? 'Error'}\r\n${head.map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n${body}`;
}
