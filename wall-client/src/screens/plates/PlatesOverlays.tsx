// What opens over any screen: a passage, and the installer's view. Loaded when first asked for.
import { lazy, Suspense, useRef } from 'react';
import { usePassageView } from '../../state/passage-view.ts';
import { useInstaller } from '../../state/plates.ts';

const InstallerView = lazy(() => import('./installer/InstallerView.tsx'));
const PassageDetail = lazy(() => import('./PassageDetail.tsx'));

export function PlatesOverlays() {
  // Once open it stays mounted, so that it can close as it opened.
  const passage = useEver(usePassageView(state => state.open !== null));
  const installer = useEver(useInstaller(state => state.cameraId !== null));
  return (
    <Suspense fallback={null}>
      {passage && <PassageDetail />}
      {installer && <InstallerView />}
    </Suspense>
  );
}

/** True from the first time on. */
function useEver(now: boolean): boolean {
  const ever = useRef(now);
  ever.current ||= now;
  return ever.current;
}
