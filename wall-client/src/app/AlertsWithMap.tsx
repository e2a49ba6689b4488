import { AlertsScreen } from '../screens/alerts/AlertsScreen.tsx';
import { trackMapPane } from './track-map-pane.tsx';

export default function AlertsWithMap() {
  return <AlertsScreen map={trackMapPane} />;
}
