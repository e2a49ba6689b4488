// 轨迹 on the city's map: the vehicle that is followed in the search, for as long as its layer is on.
import { TrackBar } from '../../../ui/track/TrackBar.tsx';
import type { CityMap } from '../city-map.ts';
import { useLayers } from '../layers/layer-choice.ts';
import { useTrackShapes } from './useTrackShapes.ts';

interface Props {
  map: CityMap | null;
  isReady: boolean;
}

export function TrackOnMap(props: Props) {
  const isOn = useLayers(state => state.track);
  return isOn ? <Shown {...props} /> : null;
}

function Shown({ map, isReady }: Props) {
  useTrackShapes(map, isReady, 420);
  return <TrackBar hasKeys={false} />;
}
