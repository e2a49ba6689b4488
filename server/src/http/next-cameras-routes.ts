// 布控告警: where its vehicle may be read next.
import { NextCameras } from '@brightwall/protocol/next-cameras';
import { WatchId } from '@brightwall/protocol/watch-list';
import { Type } from 'typebox';
import type { NextCameraForecast } from '../alerts/next/forecast.ts';
import type { App } from './app-type.ts';
import { lookerOf } from './looker.ts';

export function addNextCamerasRoutes(app: App, { forecast }: { forecast: NextCameraForecast }): void {
  app.post(
    '/api/watch-alerts/:id/next-cameras',
    {
      schema: {
        tags: ['watch'],
        summary: '该车可能出现的下一卡口（登记于审计） / Where its vehicle may be read next (audited)',
        description:
          '按路网和近期过车推算；概率之和不超过 1，其余为停留或他处。 / By the roads and by recent passages; the shares sum to 1 at most, the rest stops or is read elsewhere.',
        params: Type.Object({ id: WatchId }),
        response: { 200: NextCameras },
      },
    },
    async request => forecast.of(request.params.id, lookerOf(request)),
  );
}
