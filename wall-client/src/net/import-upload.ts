// A file on its way to the core. The browser sends it as fast as the core reads it; of the answer nothing is seen
// before the last byte has gone, so how far the core is it is asked for apart (GET /api/passages/imports).
import { AppError } from '@brightwall/protocol/errors';
import type { ImportReport } from '@brightwall/protocol/passage-import';
import { toAppError } from './rest.ts';

export interface Upload {
  /** Rejects with an AppError; timed-out where the core is not there or the upload was broken off. */
  readonly report: Promise<ImportReport>;
  abort(): void;
}

export interface UploadForm {
  readonly type: string;
  readonly gzip: boolean;
}

/** Looked at to tell text from text. */
const sampleBytes = 64 * 1024;

/** What a file is, by its name and its first bytes; null for what cannot be imported. */
export async function formOf(file: File): Promise<UploadForm | null> {
  const name = file.name.toLowerCase().replace(/\.gz$/, '');
  const isCsv = name.endsWith('.csv');
  if (!isCsv && !/\.(jsonl|ndjson)$/.test(name)) return null;
  const sample = new Uint8Array(await file.slice(0, sampleBytes).arrayBuffer());
  const gzip = sample[0] === 0x1f && sample[1] === 0x8b;
  const charset = gzip || isUtf8(sample) ? 'utf-8' : 'gb18030';
  return { gzip, type: `${isCsv ? 'text/csv' : 'application/x-ndjson'}; charset=${charset}` };
}

/** Spreadsheets in China write GB 18030, whose Chinese characters are hardly ever UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    // As a part of a stream: the last character may be cut.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

export function uploadPassages(file: File, form: UploadForm, system: string): Upload {
  const sent = new XMLHttpRequest();
  const query = new URLSearchParams({ system, file: file.name.slice(0, 255) });
  sent.open('POST', `/api/passages/import?${query}`);
  sent.setRequestHeader('content-type', form.type);
  if (form.gzip) sent.setRequestHeader('content-encoding', 'gzip');
  const report = new Promise<ImportReport>((done, fail) => {
    const end = () => fail(new AppError('timed-out'));
    sent.onerror = end;
    sent.onabort = end;
    sent.onload = () => {
      const body = bodyOf(sent.responseText);
      if (body !== null && typeof body === 'object' && 'import' in body) done(body as ImportReport);
      else fail(toAppError(body, sent.status));
    };
  });
  sent.send(file);
  return { report, abort: () => sent.abort() };
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
