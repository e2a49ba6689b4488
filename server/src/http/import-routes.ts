// Passages of other systems: a few by REST, any number as a file. An upload is read as it comes, one line after
// the other, and the sender waits while the database does.
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '@brightwall/protocol/errors';
import { SystemName } from '@brightwall/protocol/passage';
import {
  ImportReport,
  maxPassagesPosted,
  PassageImport,
  PassageLine,
} from '@brightwall/protocol/passage-import';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { linesOf } from '../passages/import/lines.ts';
import type { PassageImports } from '../passages/import/passage-imports.ts';
import { csvRecords, jsonRecords, type Records } from '../passages/import/records.ts';
import type { App } from './app-type.ts';
import { charsetOf } from './charset.ts';
import { lookerOf } from './looker.ts';

/** A thousand passages of a few hundred bytes. */
const maxPostedBytes = 1024 * 1024;
/** An upload from which nothing comes for so long has been given up. */
const silentMs = 60_000;

const Query = Type.Object({
  system: SystemName,
  file: Type.Optional(Type.String({ maxLength: 255, pattern: '^\\P{Cc}*$' })),
});

export function addImportRoutes(app: App, { imports }: { imports: PassageImports }): void {
  app.get(
    '/api/passages/imports',
    {
      config: { access: 'administrator' },
      schema: {
        tags: ['imports'],
        summary: '过车导入记录；进行中的在前 / Imports of passages, those that run first',
        response: { 200: Type.Array(PassageImport) },
      },
    },
    async () => imports.list(),
  );

  app.post(
    '/api/passages',
    {
      config: { access: 'administrator' },
      bodyLimit: maxPostedBytes,
      schema: {
        tags: ['imports'],
        summary: '其他系统的过车，小批量 / Passages of another system, a few at a time',
        description: `${about} 数组，至多 ${maxPassagesPosted} 条；line 为序号。 / An array of at most ${maxPassagesPosted}; \`line\` is the place in it.`,
        querystring: Query,
        body: Type.Array(Type.Unknown(), { maxItems: maxPassagesPosted }),
        response: { 200: ImportReport, 422: ImportReport },
      },
    },
    async (request, reply) => {
      const { system } = request.query;
      const records = numbered(request.body);
      const by = lookerOf(request);
      const report = await imports.run({
        by,
        system,
        fileName: '',
        format: 'json',
        records,
        part: () => null,
      });
      return answer(report, reply);
    },
  );

  // In a scope of its own: nowhere else is a body left unread for the route to stream.
  app.register(async scope => {
    const asItComes = (
      _request: unknown,
      body: IncomingMessage,
      done: (error: null, body: unknown) => void,
    ) => done(null, body);
    for (const type of ['text/csv', 'application/x-ndjson']) scope.addContentTypeParser(type, asItComes);
    scope.post(
      '/api/passages/import',
      {
        config: { access: 'administrator', longBody: true },
        schema: {
          tags: ['imports'],
          summary:
            '其他系统的过车，CSV 或 JSON Lines 文件 / Passages of another system as a CSV or JSON Lines file',
          description: `${about} Content-Type: text/csv（首行为列名；charset=utf-8 或 gb18030）或 application/x-ndjson；可用 gzip（Content-Encoding）；大小不限，一行至多 16 KB。进度：GET /api/passages/imports。 / text/csv (names in the first line; charset utf-8 or gb18030) or application/x-ndjson; gzip is welcome; of any size, a line of at most 16 KB. Progress: GET /api/passages/imports.`,
          querystring: Query,
          consumes: ['text/csv', 'application/x-ndjson'],
        },
      },
      async (request, reply) => {
        const { system, file = '' } = request.query as { system: string; file?: string };
        const upload = uploadOf(request as unknown as FastifyRequest);
        const report = await imports.run({ by: lookerOf(request), system, fileName: file, ...upload });
        return answer(report, reply as unknown as FastifyReply);
      },
    );
  });
}

const columns = {
  known: Object.keys(PassageLine.properties),
  needed: PassageLine.required as readonly string[],
};

const about =
  '逐行校验，好的入库，坏的给出行号和原因；按 id，或按系统、摄像机、时间、号牌只入库一次。 / Checked line by line; good ones are stored, of bad ones number and reason are told; stored once by id, or by system, camera, time and plate.';

function answer(report: ImportReport, reply: FastifyReply) {
  return reply
    .status(report.import.state === 'whole' ? 200 : 422)
    .header('cache-control', 'no-store')
    .send(report);
}

async function* numbered(values: readonly unknown[]): Records {
  for (const [at, value] of values.entries()) yield { line: at + 1, value };
}

function uploadOf({ raw, headers }: FastifyRequest): {
  format: 'csv' | 'ndjson';
  records: Records;
  part: () => number | null;
} {
  raw.setTimeout(silentMs, () => void raw.destroy());
  let read = 0;
  const total = Number(headers['content-length']) || null;
  async function* counted(): AsyncGenerator<Buffer> {
    // Left open where the reader goes early: the answer has to get back through it.
    for await (const chunk of raw.iterator({ destroyOnReturn: false })) {
      read += chunk.length;
      yield chunk;
    }
  }
  const bytes = unpacked(counted(), headers['content-encoding']);
  const type = headers['content-type'] ?? '';
  const lines = linesOf(bytes, charsetOf(type));
  const isCsv = type.startsWith('text/csv');
  return {
    format: isCsv ? 'csv' : 'ndjson',
    records: isCsv ? csvRecords(lines, columns) : jsonRecords(lines),
    part: () => total && Math.min(1, read / total),
  };
}

function unpacked(raw: AsyncIterable<Buffer>, encoding: string | undefined): AsyncIterable<Buffer> {
  if (encoding === undefined || encoding === 'identity') return raw;
  if (encoding !== 'gzip') throw new AppError('bad-request', `content-encoding: ${encoding}`);
  // Errors come out where it is read, also those of before anybody reads.
  return pipeline(raw, createGunzip(), () => {}).on('error', () => {});
}
