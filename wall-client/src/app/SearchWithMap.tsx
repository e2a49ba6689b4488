// The search with the map beside it. Each is a screen of its own; the page joins them. The map's libraries are large:
// the box can be typed into before they are here.
import { Spin } from 'antd';
import { lazy, Suspense } from 'react';
import { SearchScreen } from '../screens/search/SearchScreen.tsx';
import { ScreenBoundary } from './ScreenBoundary.tsx';

const TrackMap = lazy(() => import('../screens/map3d/track/TrackMap.tsx'));

export default function SearchWithMap() {
  return (
    <SearchScreen
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
