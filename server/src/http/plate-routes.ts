import { CameraId } from '@brightwall/protocol/camera';
import { PlateSetup } from '@brightwall/protocol/plate-setup';
import { Type } from 'typebox';
import type { PlateSetups } from '../passages/plate-setups.ts';
import type { Registry } from '../registry/registry.ts';
import type { App } from './app-type.ts';

const ById = Type.Object({ id: CameraId });

export function addPlateRoutes(
  app: App,
  options: { readonly registry: Registry; readonly setups: PlateSetups },
): void {
  const { registry, setups } = options;
  app.get(
    '/api/cameras/:id/plate-setup',
    {
      schema: {
        tags: ['passages'],
        summary: '号牌识别设置：区域、车道、隐私遮挡 / How plates are read: region, lanes, privacy masks',
        params: ById,
        response: { 200: PlateSetup },
      },
    },
    async request => setups.setup(registry.camera(request.params.id).id),
  );
  app.put(
    '/api/cameras/:id/plate-setup',
    {
      schema: {
        tags: ['passages'],
        summary: '修改号牌识别设置 / Change how plates are read',
        description:
          '立即下发边缘设备；设备离线时在其重新连接后下发。此前已拍摄的图片不变。 / Sent to the edge agent at once, or when it is back. Pictures taken before stay as they are.',
        params: ById,
        body: PlateSetup,
        response: { 200: PlateSetup },
      },
    },
    async request => {
      const { id } = registry.camera(request.params.id);
      await registry.stored(id);
      return setups.put(id, request.body);
    },
  );
}
