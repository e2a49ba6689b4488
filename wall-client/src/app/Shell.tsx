// A signed-in page: the bar with its screens, the state of the connection, the open screen, and the
// newest passages under it.

import type { SessionUser } from '@brightwall/protocol/wall-messages';
import { Spin } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlaybackProvider } from '../playback/context.tsx';
import { WatchToasts } from '../screens/alerts/WatchToasts.tsx';
import { PassageStrip } from '../screens/plates/PassageStrip.tsx';
import { PlatesOverlays } from '../screens/plates/PlatesOverlays.tsx';
import { followAddress, type ScreenName, screenOf, useRoute } from '../state/route.ts';
import { CaseDialog } from '../ui/CaseDialog.tsx';
import { SaveDialog } from '../ui/SaveDialog.tsx';
import { SavedDrawer } from '../ui/SavedDrawer.tsx';
import { CameraPickDialog } from './CameraPickDialog.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { HelpOverlay } from './HelpOverlay.tsx';
import { ScreenBoundary } from './ScreenBoundary.tsx';
import styles from './Shell.module.css';
import { TopBar } from './TopBar.tsx';
import { useShellKeys } from './useShellKeys.ts';
import { type Wired, wire } from './wire.ts';

// The map brings MapLibre and three.js: a page that opens on the wall does not wait for them.
const code = {
  wall: () => import('../screens/wall/WallScreen.tsx'),
  map3d: () => import('../screens/map3d/Map3dScreen.tsx'),
  search: () => import('./SearchWithMap.tsx'),
  analysis: () => import('../screens/analysis/AnalysisScreen.tsx'),
  alerts: () => import('./AlertsWithMap.tsx'),
  park: () => import('../screens/park/ParkScreen.tsx'),
} satisfies Record<ScreenName, unknown>;
const screens = {
  wall: lazy(code.wall),
  map3d: lazy(code.map3d),
  search: lazy(code.search),
  analysis: lazy(code.analysis),
  alerts: lazy(code.alerts),
  park: lazy(code.park),
} satisfies Record<ScreenName, unknown>;
// While the core is asked who is there, the screen in the address is on its way; who cannot load it is told when it opens.
code[screenOf(location.hash)]().catch(() => undefined);

export function Shell({ user }: { user: SessionUser }) {
  const { t } = useTranslation();
  const [wired, setWired] = useState<Wired | null>(null);
  const [help, setHelp] = useState(false);
  const screen = useRoute(state => state.screen);

  useEffect(() => followAddress(), []);
  useEffect(() => {
    const made = wire(user.username);
    setWired(made);
    return () => made.close();
  }, [user.username]);
  useShellKeys({ toggleHelp: () => setHelp(open => !open) });

  if (!wired) return null;
  const Screen = screens[screen];
  return (
    <PlaybackProvider value={wired.playback}>
      <div className={styles.shell}>
        <TopBar user={user} screen={screen} onHelp={() => setHelp(true)} />
        <ConnectionBanner />
        <WatchToasts />
        <main className={styles.screen}>
          <ScreenBoundary key={screen}>
            <Suspense
              fallback={
                <div className={styles.loading}>
                  <Spin size="large" />
                  <span>{t('app.loading')}</span>
                </div>
              }
            >
              <Screen />
            </Suspense>
          </ScreenBoundary>
        </main>
        <PassageStrip />
        <PlatesOverlays />
        <SaveDialog />
        <SavedDrawer />
        <CameraPickDialog />
        <CaseDialog />
        <HelpOverlay open={help} onClose={() => setHelp(false)} />
      </div>
    </PlaybackProvider>
  );
}
