// 园区车辆: the list, the gates, who is inside. Whoever is signed in looks; an administrator changes.

import { CameraId } from '@brightwall/protocol/camera';
import { AppError } from '@brightwall/protocol/errors';
import {
  Gate,
  GateEvent,
  GateEventSearch,
  InsideVehicles,
  LeftPark,
  MarkGate,
  NewParkVehicle,
  ParkChange,
  ParkId,
  ParkImportReport,
  ParkLine,
  ParkList,
  ParkState,
  ParkVehicle,
  ParkVehicles,
  ProlongVisit,
  SetLimits,
  StayLimits,
} from '@brightwall/protocol/park';
import { PurposeId } from '@brightwall/protocol/purpose';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { GateLog } from '../park/gate-log.ts';
import type { Gates } from '../park/gates.ts';
import { columnAliases } from '../park/list-line.ts';
import type { ParkList as List } from '../park/park-list.ts';
import type { ListLine } from '../park/ports.ts';
import type { Stays } from '../park/stays.ts';
import { LineFault } from '../passages/import/faults.ts';
import { linesOf } from '../passages/import/lines.ts';
import { csvRecords } from '../passages/import/records.ts';
import type { App } from './app-type.ts';
import { charsetOf } from './charset.ts';
import { lookerOf } from './looker.ts';

const ById = Type.Object({ id: ParkId });
const Plate = Type.Optional(Type.String({ maxLength: 24 }));
const change = { access: 'administrator' } as const;
const tags = ['park'];
/** Some 100,000 lines. */
const maxListBytes = 16 * 1024 * 1024;

export function addParkRoutes(
  app: App,
  { list, gates, log, stays }: { list: List; gates: Gates; log: GateLog; stays: Stays },
): void {
  app.get(
    '/api/park',
    {
      schema: {
        tags,
        summary: '出入口、时限、今日计数和最新出入 / Gates, limits, counts of today, newest events',
        response: { 200: ParkState },
      },
    },
    async () => {
      const [limits, today, events] = await Promise.all([stays.limits(), log.today(), log.newest()]);
      return { gates: gates.all(), limits, today, events };
    },
  );

  app.get(
    '/api/park/inside',
    {
      schema: {
        tags,
        summary: '在场车辆，超时的在前 / Who is inside, those that stay too long first',
        querystring: Type.Object({ plate: Plate }),
        response: { 200: InsideVehicles },
      },
    },
    async request => stays.inside(request.query.plate),
  );

  app.post(
    '/api/park/inside/left',
    {
      config: change,
      schema: {
        tags,
        summary: '登记已离场 / Say that a vehicle has left unseen',
        body: LeftPark,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await stays.left(request.body, lookerOf(request));
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/api/park/events',
    {
      schema: {
        tags,
        summary: '出入记录（登记于审计） / Events that were (audited)',
        body: GateEventSearch,
        response: { 200: Type.Array(GateEvent) },
      },
    },
    async request => log.search(request.body, lookerOf(request)),
  );

  app.get(
    '/api/park/vehicles',
    {
      schema: {
        tags,
        summary: '园区名单，最新在前 / The list, newest first',
        querystring: Type.Object({
          list: Type.Optional(ParkList),
          plate: Plate,
          after: Type.Optional(ParkId),
        }),
        response: { 200: ParkVehicles },
      },
    },
    async request => list.list(request.query),
  );

  app.post(
    '/api/park/vehicles',
    {
      config: change,
      schema: {
        tags,
        summary: '加入名单 / Put a vehicle on the list',
        description: '不得填写姓名、电话、证件号码。 / No names, telephone or identity numbers.',
        body: NewParkVehicle,
        response: { 201: ParkVehicle },
      },
    },
    async (request, reply) => reply.status(201).send(await list.add(request.body, lookerOf(request))),
  );

  app.post(
    '/api/park/vehicles/:id/prolong',
    {
      config: change,
      schema: {
        tags,
        summary: '访客延期 / Prolong a visit',
        params: ById,
        body: ProlongVisit,
        response: { 200: ParkVehicle },
      },
    },
    async request => {
      const { untilMs, purposeId } = request.body;
      return list.prolong(request.params.id, untilMs, purposeId, lookerOf(request));
    },
  );

  app.post(
    '/api/park/vehicles/:id/remove',
    {
      config: change,
      schema: {
        tags,
        summary: '移出名单 / Take a vehicle off the list',
        params: ById,
        body: ParkChange,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await list.remove(request.params.id, request.body.purposeId, lookerOf(request));
      return reply.status(204).send(null);
    },
  );

  app.put(
    '/api/park/gates/:cameraId',
    {
      config: change,
      schema: {
        tags,
        summary: '设为入口、出口、双向，或不是出入口 / Mark a camera as a gate, or as none',
        params: Type.Object({ cameraId: CameraId }),
        body: MarkGate,
        response: { 200: Type.Array(Gate) },
      },
    },
    async request => {
      const { role, purposeId } = request.body;
      return gates.mark(request.params.cameraId, role, purposeId, lookerOf(request));
    },
  );

  app.put(
    '/api/park/limits',
    {
      config: change,
      schema: {
        tags,
        summary: '停留时限，小时 / How long a vehicle may stay, hours',
        body: SetLimits,
        response: { 200: StayLimits },
      },
    },
    async request => stays.setLimits(request.body.limits, request.body.purposeId, lookerOf(request)),
  );

  // In a scope of its own: nowhere else is such a body taken.
  app.register(async scope => {
    scope.addContentTypeParser(
      'text/csv',
      { parseAs: 'buffer', bodyLimit: maxListBytes },
      (_request, body, done) => done(null, body),
    );
    scope.post(
      '/api/park/vehicles/import',
      {
        config: { ...change, longBody: true },
        schema: {
          tags,
          summary: '导入名单（CSV） / Import a list (CSV)',
          description:
            '列：plate, kind, list, from, until, note, host（或 号牌、号牌种类、名单、开始、截止、备注、申请单位）；逐行校验，好的入库，坏的给出行号和原因。 / Checked line by line; good ones stay, of bad ones number and reason are told.',
          querystring: Type.Object({
            purposeId: PurposeId,
            file: Type.Optional(Type.String({ maxLength: 255, pattern: '^\\P{Cc}*$' })),
          }),
          consumes: ['text/csv'],
          response: { 200: ParkImportReport },
        },
      },
      async request => {
        const { purposeId, file = '' } = request.query as { purposeId: string; file?: string };
        if (!Buffer.isBuffer(request.body)) throw new AppError('bad-request', 'text/csv');
        const lines = listLines(request.body, request.headers['content-type'] ?? '');
        const actor = lookerOf(request as unknown as FastifyRequest);
        return list.import(lines, { purposeId, fileName: file }, actor);
      },
    );
  });
}

const columns = {
  known: Object.keys(ParkLine.properties),
  needed: ParkLine.required as readonly string[],
  aliases: columnAliases,
};

async function* listLines(body: Buffer, type: string): AsyncGenerator<ListLine> {
  async function* chunks(): AsyncGenerator<Buffer> {
    yield body;
  }
  for await (const { line, value } of csvRecords(linesOf(chunks(), charsetOf(type)), columns))
    yield value instanceof LineFault ? { line, fault: value } : { line, value };
}
