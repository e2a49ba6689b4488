import { ClockCircleOutlined, DeleteOutlined } from '@ant-design/icons';
import { longestVisitMs, type ParkVehicle } from '@brightwall/protocol/park';
import { App, Button, DatePicker, Popconfirm, Tag } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { PlateBadge } from '../../ui/PlateBadge.tsx';
import { useUnderCase } from '../../ui/useUnderCase.ts';
import { useWords } from '../../ui/useWords.ts';
import styles from './park.module.css';
import { plateColour } from './plate-colour.ts';
import { Verdict } from './Verdict.tsx';

export const VehicleRow = memo(function VehicleRow({
  vehicle,
  mayChange,
}: {
  vehicle: ParkVehicle;
  mayChange: boolean;
}) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const { act } = useUnderCase();
  const { id, plate, kind, list, fromMs, untilMs, note, host, addedBy, addedMs } = vehicle;
  const isExpired = untilMs !== null && untilMs <= Date.now();
  const [until, setUntil] = useState<Dayjs | null>(null);

  function prolong() {
    const untilMs = until?.valueOf() ?? 0;
    if (untilMs <= Date.now() || untilMs > Date.now() + longestVisitMs)
      return void message.warning(t('park.untilWrong'));
    void act(purposeId => rest.prolongVisit(id, { purposeId, untilMs }));
  }

  return (
    <article className={styles.vehicleRow} data-park-vehicle={plate} data-expired={isExpired}>
      <PlateBadge text={plate} colour={plateColour(kind)} rem={1.5} />
      <span className={styles.dim}>
        {kind === 'unknown' ? t('park.anyKind') : t(`passages.kinds.${kind}`)}
      </span>
      <Verdict verdict={isExpired ? 'expired' : list} rem={1.125} />
      <span className={styles.clip}>
        {untilMs !== null && (
          <>
            {fromMs ? `${words.time(fromMs)} – ` : '– '}
            {words.time(untilMs)} {isExpired && <Tag>{t('park.expiredAlready')}</Tag>}
          </>
        )}
      </span>
      <span className={styles.clip} title={note}>
        {host}
        {note && <span className={styles.dim}> · {note}</span>}
      </span>
      <span className={`${styles.clip} ${styles.dim}`}>
        {t('park.addedBy', { user: addedBy, time: words.dayTime(addedMs).slice(0, -3) })}
      </span>
      <span className={styles.acts}>
        {mayChange && list === 'visitor' && (
          <Popconfirm
            icon={null}
            title={t('park.prolongTo')}
            description={
              <DatePicker
                value={until}
                onChange={setUntil}
                showTime={{ format: 'HH:mm' }}
                format="YYYY-MM-DD HH:mm"
              />
            }
            onOpenChange={isOpen =>
              isOpen && setUntil(dayjs(Math.max(untilMs ?? 0, Date.now())).add(2, 'hour'))
            }
            onConfirm={prolong}
          >
            <Button size="small" icon={<ClockCircleOutlined />}>
              {t('park.prolong')}
            </Button>
          </Popconfirm>
        )}
        {mayChange && (
          <Popconfirm
            title={t('park.removeSure')}
            onConfirm={() => void act(purposeId => rest.removeParkVehicle(id, { purposeId }))}
          >
            <Button size="small" icon={<DeleteOutlined />}>
              {t('park.remove')}
            </Button>
          </Popconfirm>
        )}
      </span>
    </article>
  );
});
