// Alerts, the chosen one with its pictures and steps, and its vehicle's track.
import { Empty, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nextOf, useForecast } from '../../state/next-cameras.ts';
import { useTrack } from '../../state/track.ts';
import { keptAlerts, useWatch, watch } from '../../state/watch.ts';
import { AlertDetail } from './AlertDetail.tsx';
import { AlertRow } from './AlertRow.tsx';
import styles from './alerts.module.css';
import { DoneAlerts } from './DoneAlerts.tsx';
import { useDoneAlerts } from './useDoneAlerts.ts';

type Which = 'open' | 'done';

export function AlertsView({ map }: { map: ReactNode }) {
  const { t } = useTranslation();
  const [which, setWhich] = useState<Which>('open');
  const { open, chosenId } = useWatch();
  const done = useDoneAlerts(which === 'done');
  const hasTrack = useTrack(state => (state.track?.passages.length ?? 0) > 0);
  const hasNext = useForecast(({ forecast }) => (nextOf(forecast)?.cameras.length ?? 0) > 0);
  const chosen = [...open, ...done.alerts].find(({ id }) => id === chosenId) ?? null;
  const hasMap = chosen !== null && (hasTrack || hasNext);
  return (
    <div className={styles.view} data-map={hasMap}>
      <section className={styles.list} aria-label={t('watch.alerts')}>
        <div className={styles.head}>
          <Segmented<Which>
            size="small"
            value={which}
            onChange={setWhich}
            options={(['open', 'done'] as const).map(value => ({
              value,
              label: (
                <span data-which={value}>
                  {t(`watch.${value}`)}
                  {value === 'open' && open.length > 0 ? ` ${open.length}` : ''}
                </span>
              ),
            }))}
          />
        </div>
        <div className={styles.rows} data-alert-count={open.length}>
          {which === 'done' && <DoneAlerts done={done} chosenId={chosenId} />}
          {which === 'open' &&
            open.map(alert => (
              <AlertRow
                key={alert.id}
                alert={alert}
                isChosen={alert.id === chosenId}
                onChoose={watch.choose}
              />
            ))}
          {which === 'open' && open.length === 0 && (
            <Empty
              className={styles.empty}
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={
                <>
                  <b>{t('watch.noAlerts')}</b>
                  <p>{t('watch.noAlertsTodo')}</p>
                </>
              }
            />
          )}
          {which === 'open' && open.length >= keptAlerts && (
            <p className={styles.note}>{t('watch.tooMany', { count: keptAlerts })}</p>
          )}
        </div>
      </section>
      <section className={styles.detail}>
        {chosen && <AlertDetail key={chosen.id} alert={chosen} />}
        {!chosen && open.length + done.alerts.length > 0 && (
          <p className={styles.note}>{t('watch.choose')}</p>
        )}
      </section>
      {hasMap && <div className={styles.map}>{map}</div>}
    </div>
  );
}
