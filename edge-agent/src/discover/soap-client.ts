// ONVIF calls over HTTP (ONVIF Core §5; WS-Security UsernameToken profile 1.0), every answer bounded in size
// and time.
import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '@brightwall/kit/clock';
import { Authorizer, type Credentials, chooseChallenge } from '../auth/http-auth.ts';
import { DeviceFailure } from './failure.ts';
import { escapeXml, nodeAt, parseXml, textAt, type XmlNode } from './xml.ts';

const maxAnswerBytes = 1024 * 1024;
const maxAnswerMs = 5000;

export interface SoapOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export class SoapClient {
  /** Device clock minus ours, ms: WS-Security digests are checked against the device's time. */
  clockOffsetMs = 0;
  credentials: Credentials | null = null;
  #options: SoapOptions;
  #authorizer: Authorizer | null = null;

  constructor(options: SoapOptions) {
    this.#options = options;
  }

  /** Calls one operation and gives its response element. Throws DeviceFailure. */
  async call(url: URL, namespace: string, operation: string, inner = ''): Promise<XmlNode> {
    return this.#call(url, namespace, operation, inner, this.credentials);
  }

  /** Without a signature: what must be asked before one can be made (ONVIF Core §5.9.4). */
  async callUnsigned(url: URL, namespace: string, operation: string): Promise<XmlNode> {
    return this.#call(url, namespace, operation, '', null);
  }

  async #call(
    url: URL,
    namespace: string,
    operation: string,
    inner: string,
    credentials: Credentials | null,
  ): Promise<XmlNode> {
    const body = `<${operation} xmlns="${namespace}" xmlns:tt="http://www.onvif.org/ver10/schema">${inner}</${operation}>`;
    const envelope = `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">${this.#securityHeader(credentials)}<s:Body>${body}</s:Body></s:Envelope>`;
    let answer = await this.#post(url, envelope, `${namespace}/${operation}`);
    const challenge = answer.status === 401 && credentials ? chooseChallenge(answer.challenges) : null;
    if (challenge && credentials) {
      // Some devices want HTTP's digest instead of, or beside, WS-Security's.
      this.#authorizer = new Authorizer(challenge, credentials);
      answer = await this.#post(url, envelope, `${namespace}/${operation}`);
    }
    if (answer.status === 401 || answer.status === 403)
      throw new DeviceFailure('auth-failed', `${operation}: ${answer.status}`);
    const envelopeNode = nodeAt(parseXml(answer.text), 'Envelope', 'Body');
    if (!envelopeNode)
      throw new DeviceFailure('bad-answer', `${operation}: no SOAP envelope (HTTP ${answer.status})`);
    const fault = nodeAt(envelopeNode, 'Fault');
    if (fault) throw faultOf(operation, fault);
    const response = nodeAt(envelopeNode, `${operation}Response`);
    if (!response)
      throw new DeviceFailure('bad-answer', `${operation}: not its response (HTTP ${answer.status})`);
    return response;
  }

  /** PasswordDigest = Base64(SHA-1(nonce + created + password)), by the device's clock. */
  #securityHeader(credentials: Credentials | null): string {
    if (!credentials) return '';
    const nonce = randomBytes(16);
    const created = new Date(this.#options.clock.epochMs() + this.clockOffsetMs).toISOString();
    const digest = createHash('sha1')
      .update(nonce)
      .update(created)
      .update(credentials.password)
      .digest('base64');
    const wsse = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
    return `<s:Header><Security xmlns="${wsse}-wssecurity-secext-1.0.xsd" s:mustUnderstand="1"><UsernameToken><Username>${escapeXml(credentials.username)}</Username><Password Type="${wsse}-username-token-profile-1.0#PasswordDigest">${digest}</Password><Nonce EncodingType="${wsse}-soap-message-security-1.0#Base64Binary">${nonce.toString('base64')}</Nonce><Created xmlns="${wsse}-wssecurity-utility-1.0.xsd">${created}</Created></UsernameToken></Security></s:Header>`;
  }

  #post(url: URL, envelope: string, action: string): Promise<Answer> {
    const { clock, signal } = this.#options;
    return new Promise((resolve, reject) => {
      let answered = false;
      const secure = url.protocol === 'https:';
      const headers: Record<string, string | number> = {
        'content-type': `application/soap+xml; charset=utf-8; action="${action}"`,
        'content-length': Buffer.byteLength(envelope),
        connection: 'close',
      };
      if (this.#authorizer)
        headers.authorization = this.#authorizer.header('POST', url.pathname + url.search);
      const options = { method: 'POST', headers, signal, agent: false as const };
      const onResponse = (response: IncomingMessage) => {
        answered = true;
        readBounded(response).then(
          text =>
            settle(() =>
              resolve({ status: response.statusCode ?? 0, text, challenges: challengesOf(response) }),
            ),
          fail,
        );
      };
      // Cameras on https have certificates of their own making; nothing of ours is secret on this side.
      const request = secure
        ? httpsRequest(url, { ...options, rejectUnauthorized: false }, onResponse)
        : httpRequest(url, options, onResponse);
      const timer = clock.after(maxAnswerMs, () => {
        fail(
          answered
            ? new DeviceFailure('bad-answer', `the answer does not end within ${maxAnswerMs / 1000} s`)
            : new DeviceFailure('unreachable', `no answer within ${maxAnswerMs / 1000} s`),
        );
      });
      const settle = (finish: () => void) => {
        timer.cancel();
        request.destroy();
        finish();
      };
      const fail = (error: unknown) => settle(() => reject(deviceFailureOf(error)));
      request.on('error', fail);
      request.end(envelope);
    });
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly challenges: readonly string[];
}

function challengesOf(response: IncomingMessage): string[] {
  return response.headersDistinct['www-authenticate'] ?? [];
}

/** Ends the connection as soon as the answer is longer than any a device has reason to send. */
async function readBounded(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) throw new DeviceFailure('bad-answer', 'an answer of over 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function deviceFailureOf(error: unknown): DeviceFailure {
  if (error instanceof DeviceFailure) return error;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  // HPE_… is what Node's HTTP parser says of an answer that is no HTTP.
  if (code?.startsWith('HPE_')) return new DeviceFailure('bad-answer', `no HTTP: ${code}`);
  if (code === 'ECONNRESET') return new DeviceFailure('bad-answer', 'the device broke the connection off');
  return new DeviceFailure('unreachable', code ?? String(error));
}

function faultOf(operation: string, fault: XmlNode): DeviceFailure {
  const reason = textAt(fault, 'Reason', 'Text') ?? textAt(fault, 'faultstring') ?? '';
  const codes = JSON.stringify(fault.Code ?? fault.faultcode ?? '');
  const denied =
    /NotAuthorized|FailedAuthentication|InvalidSecurity/i.test(codes) || /not authori[sz]ed/i.test(reason);
  return new DeviceFailure(denied ? 'auth-failed' : 'bad-answer', `${operation}: ${reason || 'fault'}`);
}
