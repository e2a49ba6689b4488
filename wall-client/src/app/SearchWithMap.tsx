import { SearchScreen } from '../screens/search/SearchScreen.tsx';
import { trackMapPane } from './track-map-pane.tsx';

export default function SearchWithMap() {
  return <SearchScreen map={trackMapPane} />;
}
