// The picture a camera gives over HTTP (ONVIF Media §5.2.7, GetSnapshotUri), bounded in size and time. A
// connection is kept between two pictures of a camera that is looked at.
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as SecureAgent } from 'node:https';
import type { Clock } from '@brightwall/kit/clock';
import { Authorizer, type Credentials, chooseChallenge } from '../auth/http-auth.ts';

/** A picture of 4 megapixels at the best quality is 2 MB. */
const maxBytes = 8 * 1024 * 1024;
const maxMs = 5000;
const keep = { keepAlive: true, timeout: maxMs, maxFreeSockets: 64 };
const plainAgent = new Agent(keep);
// Cameras on https have certificates of their own making; nothing of ours is secret on this side.
const secureAgent = new SecureAgent({ ...keep, rejectUnauthorized: false });

export interface HttpPictureOptions {
  /** Where the picture is; asked once, and again after a failure. */
  readonly url: () => Promise<URL>;
  readonly credentials: Credentials | null;
  readonly clock: Clock;
}

export class HttpPicture {
  readonly #options: HttpPictureOptions;
  #url: URL | null = null;
  #authorizer: Authorizer | null = null;

  constructor(options: HttpPictureOptions) {
    this.#options = options;
  }

  /** The newest picture, a JPEG. Throws an Error that says why there is none, never a password. */
  async get(signal: AbortSignal): Promise<Buffer> {
    try {
      this.#url ??= await this.#options.url();
      let answer = await this.#ask(this.#url, signal);
      const challenge =
        answer.status === 401 && this.#options.credentials ? chooseChallenge(answer.challenges) : null;
      if (challenge && this.#options.credentials) {
        this.#authorizer = new Authorizer(challenge, this.#options.credentials);
        answer = await this.#ask(this.#url, signal);
      }
      if (answer.status !== 200) throw new Error(`HTTP ${answer.status}`);
      const { body } = answer;
      if (body[0] !== 0xff || body[1] !== 0xd8) throw new Error('no JPEG');
      return body;
    } catch (error) {
      this.#url = null;
      this.#authorizer = null;
      throw error;
    }
  }

  async #ask(url: URL, signal: AbortSignal): Promise<Answer> {
    try {
      return await this.#exchange(url, signal);
    } catch (error) {
      // The camera had just closed the connection that was kept: it never read the question.
      if (error instanceof StaleConnection) return await this.#exchange(url, signal);
      throw error;
    }
  }

  #exchange(url: URL, signal: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const headers: Record<string, string> = {};
      if (this.#authorizer) headers.authorization = this.#authorizer.header('GET', url.pathname + url.search);
      const options = { headers, signal, agent: secure ? secureAgent : plainAgent };
      const onResponse = (response: IncomingMessage) => {
        read(response).then(
          body =>
            settle(() =>
              resolve({
                status: response.statusCode ?? 0,
                challenges: response.headersDistinct['www-authenticate'] ?? [],
                body,
              }),
            ),
          error => fail(error),
        );
      };
      const request: ClientRequest = secure
        ? httpsRequest(url, options, onResponse)
        : httpRequest(url, options, onResponse);
      const timer = this.#options.clock.after(maxMs, () =>
        fail(new Error(`no picture within ${maxMs / 1000} s`)),
      );
      const settle = (finish: () => void) => {
        timer.cancel();
        finish();
      };
      const fail = (error: Error) => {
        settle(() => reject(error));
        request.destroy();
      };
      request.on('error', (error: NodeJS.ErrnoException) =>
        fail(request.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection() : error),
      );
      request.end();
    });
  }
}

class StaleConnection extends Error {}

interface Answer {
  readonly status: number;
  readonly challenges: readonly string[];
  readonly body: Buffer;
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Error(`a picture of over ${maxBytes / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
