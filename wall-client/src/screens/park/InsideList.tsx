// Who is inside now, those that stay too long first, and how long.
//
// For tests: data-inside (plate), data-overstay (true | false), data-inside-total.
import { CarOutlined, HourglassFilled } from '@ant-design/icons';
import type { InsideVehicle } from '@brightwall/protocol/park';
import { Alert, Button, Empty, Input, Popconfirm } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { usePark } from '../../state/park.ts';
import { PlateBadge } from '../../ui/PlateBadge.tsx';
import { useTyped } from '../../ui/useTyped.ts';
import { useUnderCase } from '../../ui/useUnderCase.ts';
import { useWords } from '../../ui/useWords.ts';
import styles from './park.module.css';
import { plateColour } from './plate-colour.ts';
import { useMayChange } from './useMayChange.ts';
import { useStay } from './useStay.ts';

/** How long one stays is told to the minute. */
const lookEveryMs = 15_000;

export function InsideList() {
  const { t } = useTranslation();
  const words = useWords();
  const version = usePark(state => state.version);
  const [plate, setPlate] = useState('');
  const [nowMs, setNowMs] = useState(Date.now);

  // Anew as time goes by, too.
  const { found, error } = useTyped(
    useCallback(() => rest.parkInside(plate), [plate]),
    `${version} ${nowMs}`,
  );
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), lookEveryMs);
    return () => clearInterval(timer);
  }, []);

  return (
    <section className={styles.inside} aria-label={t('park.inside')} data-inside-total={found?.total ?? ''}>
      <header className={styles.head}>
        <h2>{t('park.insideCount', { count: found?.total ?? 0 })}</h2>
        {found !== null && found.overstaying > 0 && (
          <span className={styles.over}>
            <HourglassFilled /> {t('park.overstaying', { count: found.overstaying })}
          </span>
        )}
        <Input.Search
          allowClear
          className={styles.find}
          value={plate}
          onChange={({ target }) => setPlate(target.value)}
          placeholder={t('park.find')}
          maxLength={24}
        />
      </header>
      <div className={styles.rows}>
        {error !== null && <Alert type="error" title={words.errorText(error)} />}
        {found?.vehicles.map(vehicle => (
          <Row key={`${vehicle.plate} ${vehicle.kind}`} vehicle={vehicle} nowMs={nowMs} />
        ))}
        {found?.vehicles.length === 0 && (
          <Empty
            className={styles.empty}
            image={<CarOutlined className={styles.emptyIcon} />}
            description={t('park.noInside')}
          />
        )}
        {found !== null && plate === '' && found.total > found.vehicles.length && (
          <p className={styles.note}>
            {t('park.insideMore', { shown: found.vehicles.length, count: found.total })}
          </p>
        )}
      </div>
    </section>
  );
}

function Row({ vehicle, nowMs }: { vehicle: InsideVehicle; nowMs: number }) {
  const { t } = useTranslation();
  const words = useWords();
  const { act } = useUnderCase();
  const stay = useStay();
  const mayChange = useMayChange();
  const { plate, kind, inMs, dueMs, listed } = vehicle;
  const isOver = dueMs !== null && dueMs <= nowMs;

  return (
    <article className={styles.insideRow} data-inside={plate} data-overstay={isOver}>
      <PlateBadge text={plate} colour={plateColour(kind)} rem={1.5} />
      <div className={styles.grow}>
        <p>
          <b>{t('park.stays', { time: stay(nowMs - inMs) })}</b>{' '}
          <span className={styles.dim}>{t(`park.lists.${listed?.list ?? 'unlisted'}`)}</span>
        </p>
        <p className={styles.dim}>
          {words.dayTime(inMs)}
          {listed && ` · ${[listed.host, listed.note].filter(Boolean).join(' · ')}`}
        </p>
      </div>
      {isOver ? (
        <span className={styles.over}>
          <HourglassFilled /> {t('park.overstay', { time: stay(nowMs - dueMs) })}
        </span>
      ) : (
        dueMs !== null && (
          <span className={styles.dim}>{t('park.leftIn', { time: stay(dueMs - nowMs) })}</span>
        )
      )}
      {mayChange && (
        <Popconfirm
          title={t('park.leftSure')}
          onConfirm={() => void act(purposeId => rest.parkLeft({ purposeId, plate, kind }))}
        >
          <Button size="small">{t('park.left')}</Button>
        </Popconfirm>
      )}
    </article>
  );
}
