// 存入案件 over HTTP. What is saved is seen under a purpose of its case, and each look at it is audited.
import { PurposeId } from '@brightwall/protocol/purpose';
import { SavedCase, SavedId, SavedResult, SaveResult } from '@brightwall/protocol/saved';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { SavedLooker, SavedResults } from '../passages/saved/saved-results.ts';
import type { App } from './app-type.ts';
import { lookerOf } from './looker.ts';

const ById = Type.Object({ id: SavedId });
const ForCase = Type.Object({ purposeId: PurposeId });
const tags = ['history'];

export function addSavedRoutes(app: App, { saved }: { saved: SavedResults }): void {
  app.post(
    '/api/saved',
    {
      schema: {
        tags,
        summary: '存入案件 / Save to a case',
        description:
          '按所给条件再查一次，连同条件、说明、结果和证据存为快照。过车记录到期删除后，快照只保留已存入的内容，图片不在其中。 / Looks once more by these terms and keeps terms, explanation, results and evidence as a snapshot. Once the passages are deleted by retention it keeps what was saved and nothing more; pictures are not in it.',
        body: SaveResult,
        response: { 201: SavedResult },
      },
    },
    async (request, reply) => reply.status(201).send(await saved.save(request.body, savedLooker(request))),
  );

  app.get(
    '/api/saved/cases',
    {
      schema: {
        tags,
        summary: '本人的案件及存入数 / One’s own cases, and how much is saved in each',
        response: { 200: Type.Array(SavedCase) },
      },
    },
    async request => saved.cases(request.signedIn!.userId),
  );

  app.get(
    '/api/saved',
    {
      schema: {
        tags,
        summary: '一个案件中存入的内容，最新在前 / What is saved in a case, newest first',
        querystring: ForCase,
        response: { 200: Type.Array(SavedResult) },
      },
    },
    async request => saved.list(request.query.purposeId, savedLooker(request)),
  );

  app.get(
    '/api/saved/:id',
    {
      schema: {
        tags,
        summary: '打开快照 / Open a snapshot: { saved, content }',
        params: ById,
        querystring: ForCase,
        produces: ['application/json'],
      },
    },
    async (request, reply) => {
      const opened = await saved.open({ ...request.params, ...request.query }, savedLooker(request));
      // The content is JSON already, and may be megabytes.
      const text = `{"saved":${JSON.stringify(opened.saved)},"content":${opened.content}}`;
      return reply.type('application/json; charset=utf-8').send(text);
    },
  );

  app.get(
    '/api/saved/:id/table.csv',
    {
      schema: {
        tags,
        summary: '快照导出为 CSV / A snapshot as CSV',
        params: ById,
        querystring: ForCase,
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const text = await saved.table({ ...request.params, ...request.query }, savedLooker(request));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${request.params.id}.csv"`)
        .send(text);
    },
  );

  app.delete(
    '/api/saved/:id',
    {
      schema: {
        tags,
        summary: '删除快照（限存入者或管理员）/ Delete a snapshot: who saved it, or an administrator',
        params: ById,
        querystring: ForCase,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await saved.remove({ ...request.params, ...request.query }, savedLooker(request));
      return reply.status(204).send(null);
    },
  );
}

function savedLooker(request: FastifyRequest): SavedLooker {
  return { ...lookerOf(request), isAdministrator: request.signedIn!.user.role === 'administrator' };
}
