import {
  AlertOutlined,
  AppstoreOutlined,
  CarOutlined,
  CheckCircleFilled,
  ClusterOutlined,
  DisconnectOutlined,
  EnvironmentOutlined,
  GlobalOutlined,
  ImportOutlined,
  KeyOutlined,
  LogoutOutlined,
  QuestionCircleOutlined,
  SearchOutlined,
  SyncOutlined,
  UserAddOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { SessionUser } from '@brightwall/protocol/wall-messages';
import { App, Badge, Button, Dropdown, Modal, Tooltip } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../net/rest.ts';
import { useConnection } from '../state/connection.ts';
import { openScreen, type ScreenName } from '../state/route.ts';
import { setSession } from '../state/session.ts';
import { useWatch } from '../state/watch.ts';
import { AddUserForm } from './AddUserForm.tsx';
import { setLanguage } from './i18n.ts';
import { Logo } from './Logo.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import styles from './TopBar.module.css';

const ImportsDialog = lazy(() => import('../screens/imports/ImportsDialog.tsx'));

interface TopBarProps {
  user: SessionUser;
  screen: ScreenName;
  onHelp: () => void;
}

const items: { name: ScreenName; icon: React.ReactNode }[] = [
  { name: 'wall', icon: <AppstoreOutlined /> },
  { name: 'map3d', icon: <EnvironmentOutlined /> },
  { name: 'search', icon: <SearchOutlined /> },
  { name: 'analysis', icon: <ClusterOutlined /> },
  { name: 'alerts', icon: <AlertOutlined /> },
  { name: 'park', icon: <CarOutlined /> },
];

export function TopBar({ user, screen, onHelp }: TopBarProps) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const [changing, setChanging] = useState(false);
  const [importing, setImporting] = useState<'never' | 'open' | 'closed'>('never');
  const [adding, setAdding] = useState(false);

  async function signOut() {
    // Whatever the core answers, this page forgets its user.
    await rest.signOut().catch(() => undefined);
    setSession({ kind: 'signed-out', notice: null });
  }

  return (
    <header className={styles.bar}>
      <div className={styles.brand}>
        <Logo size="1.75rem" />
        <span className={styles.name}>{t('app.name')}</span>
      </div>
      <nav className={styles.nav}>
        {items.map(({ name, icon }) => (
          <button
            key={name}
            type="button"
            className={styles.tab}
            aria-current={name === screen ? 'page' : undefined}
            aria-label={t(`app.${name}`)}
            title={t(`app.${name}`)}
            onClick={() => openScreen(name)}
            data-screen={name}
          >
            {icon}
            <span className={styles.label}>{t(`app.${name}`)}</span>
            {name === 'alerts' && <Unsigned />}
          </button>
        ))}
      </nav>
      <ConnectionMark />
      <Tooltip title={t('app.helpHint')}>
        <Button type="text" icon={<QuestionCircleOutlined />} onClick={onHelp} aria-label={t('app.help')} />
      </Tooltip>
      <Button
        type="text"
        icon={<GlobalOutlined />}
        onClick={() => setLanguage(i18n.language === 'en' ? 'zh-CN' : 'en')}
        data-action="language"
      >
        {t('app.languageOther')}
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...(user.role === 'administrator'
              ? [
                  {
                    key: 'imports',
                    icon: <ImportOutlined />,
                    label: <span data-action="imports">{t('app.importPassages')}</span>,
                    onClick: () => setImporting('open'),
                  },
                  {
                    key: 'add-user',
                    icon: <UserAddOutlined />,
                    label: <span data-action="add-user">{t('watch.addUser')}</span>,
                    onClick: () => setAdding(true),
                  },
                ]
              : []),
            {
              key: 'password',
              icon: <KeyOutlined />,
              label: t('app.changePassword'),
              onClick: () => setChanging(true),
            },
            {
              key: 'sign-out',
              icon: <LogoutOutlined />,
              label: <span data-action="sign-out">{t('app.signOut')}</span>,
              onClick: () => void signOut(),
            },
          ],
        }}
      >
        <Button type="text" icon={<UserOutlined />} data-action="account">
          {user.username}
        </Button>
      </Dropdown>
      {importing !== 'never' && (
        <Suspense fallback={null}>
          <ImportsDialog open={importing === 'open'} onClose={() => setImporting('closed')} />
        </Suspense>
      )}
      <Modal
        open={changing}
        title={t('app.changePassword')}
        footer={null}
        destroyOnHidden
        onCancel={() => setChanging(false)}
      >
        <PasswordForm
          submit={t('password.save')}
          onDone={() => {
            setChanging(false);
            message.success(t('password.done'));
          }}
        />
      </Modal>
      <Modal
        open={adding}
        title={t('watch.addUser')}
        footer={null}
        destroyOnHidden
        onCancel={() => setAdding(false)}
      >
        <AddUserForm />
      </Modal>
    </header>
  );
}

/** Alerts of the watch list that nobody has signed for. */
function Unsigned() {
  const count = useWatch(({ open }) => open.filter(({ state }) => state === 'raised').length);
  return <Badge count={count} overflowCount={99} size="small" data-unsigned={count} />;
}

function ConnectionMark() {
  const { t } = useTranslation();
  const { kind } = useConnection(state => state.connection);
  const icon = {
    connecting: <SyncOutlined />,
    connected: <CheckCircleFilled />,
    lost: <DisconnectOutlined />,
  }[kind];
  const text = {
    connecting: t('connection.connecting'),
    connected: t('connection.connected'),
    lost: t('connection.lost'),
  }[kind];
  return (
    <Tooltip title={text}>
      <span className={styles.mark} data-connection={kind} role="status">
        {icon}
        <span className={styles.markText}>{text}</span>
      </span>
    </Tooltip>
  );
}
