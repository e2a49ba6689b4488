// Alerts with the map of a vehicle's track. Each is a screen of its own; the page joins them. The map comes with the
// first track.
import { Spin } from 'antd';
import { lazy, Suspense } from 'react';
import { AlertsScreen } from '../screens/alerts/AlertsScreen.tsx';
import { ScreenBoundary } from './ScreenBoundary.tsx';

const TrackMap = lazy(() => import('../screens/map3d/track/TrackMap.tsx'));

export default function AlertsWithMap() {
  return (
    <AlertsScreen
      map={
        <ScreenBoundary>
          <Suspense fallback={<Spin />}>
            <TrackMap />
          </Suspense>
        </ScreenBoundary>
      }
    />
  );
}
