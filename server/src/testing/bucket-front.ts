// For tests: stands before s3rver, which looks at no signature. It checks each request's as AWS writes it ("Signature
// Version 4, Authenticating Requests: Using the Authorization Header"), and can leave requests unanswered.
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export class BucketFront {
  /** What the keys' secret is by now. */
  secret: string;
  isHanging = false;
  readonly #target: string;
  readonly #server = createServer((asked, reply) => void this.#take(asked, reply));

  private constructor(target: string, secret: string) {
    this.#target = target;
    this.secret = secret;
  }

  static async start(target: string, secret: string): Promise<BucketFront> {
    const front = new BucketFront(target, secret);
    front.#server.listen(0, '127.0.0.1');
    await once(front.#server, 'listening');
    return front;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #take(asked: IncomingMessage, reply: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (this.isHanging) return;
    if (!isSigned(asked, body, this.secret)) {
      const xml =
        '<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>';
      reply.writeHead(403, { 'content-type': 'application/xml' }).end(asked.method === 'HEAD' ? '' : xml);
      return;
    }
    const { method, url, headers } = asked;
    const onward = request(this.#target + url, { method, headers, agent: false }, answer => {
      reply.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(reply);
    });
    onward.on('error', () => reply.destroy());
    onward.end(body);
  }
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

function isSigned({ method, url, headers }: IncomingMessage, body: Buffer, secret: string): boolean {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=[^/]+\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  const hash = headers['x-amz-content-sha256'];
  if (!parts || hash !== sha256(body)) return false;
  const [, scope, names, signature] = parts as unknown as [string, string, string, string];
  const [path, query = ''] = url!.split('?');
  const terms = query.split('&').map(term => (term === '' || term.includes('=') ? term : `${term}=`));
  const signed = names.split(';').map(name => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, path, terms.sort().join('&'), signed.join(''), names, hash].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`);
  return hmac(key, toSign).toString('hex') === signature;
}
