// 布控: the list, its approvals, and the alerts it raises.
import { Track } from '@brightwall/protocol/track';
import { TakeAlertStep, WatchAlert, WatchAlerts } from '@brightwall/protocol/watch-alert';
import {
  NewWatchEntry,
  TakeWatchStep,
  WatchEntries,
  WatchEntry,
  WatchGroup,
  WatchId,
} from '@brightwall/protocol/watch-list';
import { Type } from 'typebox';
import type { WatchAlerts as Alerts } from '../alerts/watch-alerts.ts';
import type { WatchList } from '../alerts/watch-list.ts';
import type { App } from './app-type.ts';
import { lookerOf } from './looker.ts';

const ById = Type.Object({ id: WatchId });

export function addWatchRoutes(app: App, { list, alerts }: { list: WatchList; alerts: Alerts }): void {
  app.post(
    '/api/watch-entries',
    {
      schema: {
        tags: ['watch'],
        summary: '申请布控 / Apply for a watch',
        description: '须由另一人审批后生效。 / It is watched once somebody else has approved it.',
        body: NewWatchEntry,
        response: { 201: WatchEntry },
      },
    },
    async (request, reply) => reply.status(201).send(await list.apply(request.body, lookerOf(request))),
  );

  app.get(
    '/api/watch-entries',
    {
      schema: {
        tags: ['watch'],
        summary: '布控名单，最新在前 / The watch list, newest first',
        querystring: Type.Object({
          group: WatchGroup,
          plate: Type.Optional(Type.String({ maxLength: 24 })),
          after: Type.Optional(WatchId),
        }),
        response: { 200: WatchEntries },
      },
    },
    async request => list.list(request.query),
  );

  app.post(
    '/api/watch-entries/:id/steps',
    {
      schema: {
        tags: ['watch'],
        summary: '审批、申请撤控、审批撤控 / Approve or refuse, apply for withdrawal, approve or refuse that',
        params: ById,
        body: TakeWatchStep,
        response: { 200: WatchEntry },
      },
    },
    async request => list.step(request.params.id, request.body, lookerOf(request)),
  );

  app.get(
    '/api/watch-alerts',
    {
      schema: {
        tags: ['watch'],
        summary: '布控告警，最新在前 / Alerts of the watch list, newest first',
        querystring: Type.Object({
          state: Type.Union([Type.Literal('open'), Type.Literal('done')]),
          after: Type.Optional(WatchId),
        }),
        response: { 200: WatchAlerts },
      },
    },
    async ({ query: { state, ...query } }) => alerts.list({ ...query, open: state === 'open' }),
  );

  app.post(
    '/api/watch-alerts/:id/steps',
    {
      schema: {
        tags: ['watch'],
        summary: '签收、核查、处置、反馈 / Sign, check, handle, feed back',
        params: ById,
        body: TakeAlertStep,
        response: { 200: WatchAlert },
      },
    },
    async request => alerts.step(request.params.id, request.body, lookerOf(request)),
  );

  app.post(
    '/api/watch-alerts/:id/track',
    {
      schema: {
        tags: ['watch'],
        summary: '该车前后一天的过车（登记于审计） / Where its vehicle was, a day before and since (audited)',
        params: ById,
        response: { 200: Track },
      },
    },
    async request => alerts.track(request.params.id, lookerOf(request)),
  );
}
