// What Escape leaves, the newest thing first: what is being drawn, the layers, an enlarged window, a relay, what was
// marked, the current window.
import { mapWindows, useMapWindows } from '../../state/map-windows.ts';
import { layerControl, useLayers } from './layers/layer-choice.ts';
import { relayControl, useRelay } from './relay/relay-store.ts';
import { select, useSelect } from './select/select-store.ts';

export function leaveNewest(): void {
  const { drawing, selection } = useSelect.getState();
  const { enlarged, current } = useMapWindows.getState();
  if (drawing) select.leaveDrawing();
  else if (useLayers.getState().isOpen) layerControl.setOpen(false);
  else if (enlarged !== null) mapWindows.leaveLarge();
  else if (useRelay.getState().relay) relayControl.end();
  else if (selection) select.clear();
  else if (current !== null) mapWindows.close(current);
}
