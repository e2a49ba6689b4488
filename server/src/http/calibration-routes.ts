import { Calibration } from '@brightwall/protocol/calibration';
import { CameraId } from '@brightwall/protocol/camera';
import { Type } from 'typebox';
import type { Calibrations } from '../registry/calibrations.ts';
import type { Registry } from '../registry/registry.ts';
import type { App } from './app-type.ts';

const path = '/api/cameras/:id/calibration';
const params = Type.Object({ id: CameraId });

export function addCalibrationRoutes(
  app: App,
  options: { readonly registry: Registry; readonly calibrations: Calibrations },
): void {
  const { registry, calibrations } = options;
  app.get(
    path,
    {
      schema: {
        tags: ['registry'],
        summary: '摄像机标定：画面与城市的对应 / Calibration: how the picture lies on the city',
        params,
        response: { 200: Calibration },
      },
    },
    async request => calibrations.get(registry.camera(request.params.id).id),
  );
  app.put(
    path,
    {
      schema: {
        tags: ['registry'],
        summary: '保存摄像机标定 / Save a calibration',
        description:
          '位置为 WGS-84，像点为画面的比例坐标；求解由页面完成，原始点对一并保存。 / Places are WGS-84, picture points are parts of the picture; the page solves, and the pairs are kept with the solution.',
        params,
        body: Calibration,
        response: { 200: Calibration },
      },
    },
    async request => {
      const { id } = registry.camera(request.params.id);
      await registry.stored(id);
      return calibrations.put(id, request.body);
    },
  );
  app.delete(
    path,
    {
      schema: {
        tags: ['registry'],
        summary: '删除摄像机标定 / Delete a calibration',
        params,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await calibrations.remove(registry.camera(request.params.id).id);
      return reply.status(204).send(undefined as never);
    },
  );
}
