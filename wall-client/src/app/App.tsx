// The page: theme and language around whatever the session allows.
import { App as AntApp, ConfigProvider, Spin } from 'antd';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../state/session.ts';
import { themeFor, useScale, useStill } from '../ui/theme.ts';
import { antdLocales } from './antd-locales.ts';
import { FirstPasswordScreen } from './FirstPasswordScreen.tsx';
import { LoginScreen } from './LoginScreen.tsx';
import { Shell } from './Shell.tsx';
import { askWhoIsThere } from './wire.ts';

export function App() {
  const { i18n } = useTranslation();
  const scale = useScale();
  const still = useStill();
  const theme = useMemo(() => themeFor(scale, still), [scale, still]);
  useEffect(() => {
    document.documentElement.style.setProperty('--scale', String(scale));
  }, [scale]);
  useEffect(() => void askWhoIsThere(), []);
  return (
    <ConfigProvider
      locale={antdLocales[i18n.language === 'en' ? 'en' : 'zh-CN']}
      theme={theme}
      wave={{ disabled: true }}
      // Two Chinese characters on a button stay together, as everywhere else in the page.
      button={{ autoInsertSpace: false }}
    >
      <AntApp style={{ height: '100%' }}>
        <BySession />
      </AntApp>
    </ConfigProvider>
  );
}

function BySession() {
  const session = useSession(state => state.session);
  switch (session.kind) {
    case 'unknown':
      return <Spin fullscreen size="large" />;
    case 'signed-out':
      return <LoginScreen notice={session.notice} />;
    case 'must-change-password':
      return <FirstPasswordScreen />;
    case 'signed-in':
      return <Shell user={session.user} />;
  }
}
