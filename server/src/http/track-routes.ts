import { Track, TrackSearch } from '@brightwall/protocol/track';
import type { VehicleTrack } from '../passages/track/vehicle-track.ts';
import type { App } from './app-type.ts';
import { lookerOf } from './looker.ts';

export function addTrackRoutes(app: App, { tracks }: { tracks: VehicleTrack }): void {
  app.post(
    '/api/passages/track',
    {
      schema: {
        tags: ['history'],
        summary: '车辆轨迹 / One vehicle’s track along the roads',
        description:
          '按时间排列的过车，按 30 分钟间隔分段，沿路网相连；速度是下限。记入审计。 / Passages oldest first, cut into trips at gaps of 30 minutes, joined along the road graph; speeds are lower bounds. Written to the audit.',
        body: TrackSearch,
        response: { 200: Track },
      },
    },
    async request => tracks.track(request.body, lookerOf(request)),
  );
}
