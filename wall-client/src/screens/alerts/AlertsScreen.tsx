// 布控告警: what was raised and is taken on step by step, and the list of what is watched.
//
// For tests the root carries data-alerts-tab (alerts | entries).
import { BellOutlined, MutedOutlined } from '@ant-design/icons';
import { Badge, Button, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatch, watch } from '../../state/watch.ts';
import { AlertsView } from './AlertsView.tsx';
import styles from './alerts.module.css';
import { EntriesView } from './EntriesView.tsx';

type Tab = 'alerts' | 'entries';

/** `map`: shows a vehicle's track; the map is a screen of its own, and given by the page. */
export function AlertsScreen({ map }: { map: ReactNode }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>('alerts');
  const isMuted = useWatch(state => state.isMuted);
  const unsigned = useWatch(({ open }) => open.filter(({ state }) => state === 'raised').length);
  return (
    <div className={styles.screen} data-alerts-tab={tab}>
      <div className={styles.bar}>
        <Segmented<Tab>
          value={tab}
          onChange={setTab}
          options={(['alerts', 'entries'] as const).map(value => ({
            value,
            label: (
              <span data-tab={value}>
                {t(`watch.${value}`)}{' '}
                {value === 'alerts' && unsigned > 0 && <Badge count={unsigned} size="small" />}
              </span>
            ),
          }))}
        />
        <Button
          className={styles.right}
          type="text"
          icon={isMuted ? <MutedOutlined /> : <BellOutlined />}
          aria-pressed={isMuted}
          onClick={() => watch.setMuted(!isMuted)}
          data-action="mute"
        >
          {isMuted ? t('watch.unmute') : t('watch.mute')}
        </Button>
      </div>
      {tab === 'alerts' ? <AlertsView map={map} /> : <EntriesView />}
    </div>
  );
}
