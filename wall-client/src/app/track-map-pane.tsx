// The map of tracks, for a screen that may not know the map's: the page joins them. The map's libraries are large, and
// come when they are first needed.
import { Spin } from 'antd';
import { lazy, Suspense } from 'react';
import { ScreenBoundary } from './ScreenBoundary.tsx';

const TrackMap = lazy(() => import('../screens/map3d/track/TrackMap.tsx'));

export const trackMapPane = (
  <ScreenBoundary>
    <Suspense fallback={<Spin />}>
      <TrackMap />
    </Suspense>
  </ScreenBoundary>
);
