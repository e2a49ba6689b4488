// 园区车辆, for the guard at the gate: what passes, with what the list says of it; who is inside; the list; the gates.
//
// For tests: the root carries data-park-tab (live | past | list | settings).
import { CarOutlined } from '@ant-design/icons';
import { Button, Empty, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { takeParkState, usePark } from '../../state/park.ts';
import { GateEventCard } from './GateEventCard.tsx';
import { GateHistory } from './GateHistory.tsx';
import { GatesView } from './GatesView.tsx';
import { InsideList } from './InsideList.tsx';
import styles from './park.module.css';
import { VehicleList } from './VehicleList.tsx';
import { Verdict, verdicts } from './Verdict.tsx';

const tabs = ['live', 'past', 'list', 'settings'] as const;

export default function ParkScreen() {
  const { t } = useTranslation();
  const [tab, setTab] = useState<(typeof tabs)[number]>('live');
  const { told, version } = usePark();

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew at every change.
  useEffect(() => {
    let isAlive = true;
    // What fails is asked for again with the next change.
    rest.park().then(
      state => isAlive && takeParkState(state),
      () => undefined,
    );
    return () => {
      isAlive = false;
    };
  }, [version]);

  return (
    <div className={styles.screen} data-park-tab={tab}>
      <header className={styles.head}>
        <Segmented
          value={tab}
          onChange={setTab}
          options={tabs.map(value => ({
            value,
            label: <span data-tab={value}>{t(`park.${value}`)}</span>,
          }))}
        />
        {told && (
          <div className={styles.counts}>
            <b>{t('park.today')}</b>
            <span>{t('park.cameIn', { count: told.today.in })}</span>
            <span>{t('park.wentOut', { count: told.today.out })}</span>
            {verdicts
              .filter(verdict => told.today.verdicts[verdict] > 0)
              .map(verdict => (
                <span key={verdict} className={styles.count}>
                  <Verdict verdict={verdict} rem={1} /> {told.today.verdicts[verdict]}
                </span>
              ))}
          </div>
        )}
      </header>
      {tab === 'live' && <Live toSettings={() => setTab('settings')} />}
      {tab === 'past' && <GateHistory />}
      {tab === 'list' && <VehicleList />}
      {tab === 'settings' && <GatesView />}
    </div>
  );
}

function Live({ toSettings }: { toSettings: () => void }) {
  const { t } = useTranslation();
  const { told, events } = usePark();
  const hasGates = told === null || told.gates.length > 0;
  return (
    <div className={styles.live}>
      <section className={styles.events} aria-label={t('park.live')} aria-live="polite">
        {events.map((event, at) => (
          <GateEventCard key={event.id} event={event} isNewest={at === 0} />
        ))}
        {told !== null && events.length === 0 && (
          <Empty
            className={styles.empty}
            image={<CarOutlined className={styles.emptyIcon} />}
            description={hasGates ? t('park.noEvents') : t('park.noGates')}
          >
            {!hasGates && (
              <>
                <p className={styles.dim}>{t('park.noGatesTodo')}</p>
                <Button type="primary" onClick={toSettings} data-action="to-settings">
                  {t('park.toSettings')}
                </Button>
              </>
            )}
          </Empty>
        )}
      </section>
      <InsideList />
    </div>
  );
}
