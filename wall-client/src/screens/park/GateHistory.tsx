// 历史: what passed the gates before, under a purpose.
//
// For tests: data-past (how many events are shown, '' before a search), data-action past-search.
import { HistoryOutlined } from '@ant-design/icons';
import { type GateEvent, type GateVerdict, mostGateEventsFound } from '@brightwall/protocol/park';
import { Button, DatePicker, Empty, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { useCameras } from '../../state/cameras.ts';
import { usePark } from '../../state/park.ts';
import { useUnderCase } from '../../ui/useUnderCase.ts';
import { GateEventCard } from './GateEventCard.tsx';
import styles from './park.module.css';
import { verdicts } from './Verdict.tsx';

const dayMs = 86_400_000;
const minuteMs = 60_000;

export function GateHistory() {
  const { t } = useTranslation();
  const { act, isBusy } = useUnderCase();
  const cameras = useCameras(state => state.cameras);
  const gates = usePark(state => state.told?.gates) ?? [];
  const [span, setSpan] = useState(() => ({ fromMs: Date.now() - dayMs, toMs: Date.now() + minuteMs }));
  const [plate, setPlate] = useState('');
  const [cameraIds, setCameraIds] = useState<string[]>([]);
  const [chosen, setChosen] = useState<GateVerdict[]>([]);
  const [found, setFound] = useState<GateEvent[] | null>(null);

  const search = () =>
    act(async purposeId => {
      setFound(await rest.gateEvents({ purposeId, plate, cameraIds, verdicts: chosen, ...span }));
    });

  return (
    <section className={styles.listView} aria-label={t('park.past')} data-past={found?.length ?? ''}>
      <header className={styles.head}>
        <DatePicker.RangePicker
          aria-label={t('park.time')}
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          allowClear={false}
          value={[dayjs(span.fromMs), dayjs(span.toMs)]}
          onChange={moments => {
            const [from, to] = moments ?? [];
            if (!from || !to) return;
            // The minute that was chosen as the end is searched to its end.
            const toMs = to.startOf('minute').valueOf() + minuteMs;
            setSpan({ fromMs: from.startOf('minute').valueOf(), toMs });
          }}
        />
        <Select
          mode="multiple"
          className={styles.choice}
          maxTagCount="responsive"
          optionFilterProp="label"
          aria-label={t('park.camera')}
          placeholder={t('park.anyGate')}
          value={cameraIds}
          onChange={setCameraIds}
          options={gates.map(({ cameraId }) => ({
            value: cameraId,
            label: cameras.get(cameraId)?.name ?? cameraId,
          }))}
        />
        <Select
          mode="multiple"
          className={styles.choice}
          maxTagCount="responsive"
          aria-label={t('park.onList')}
          placeholder={t('park.anyVerdict')}
          value={chosen}
          onChange={setChosen}
          options={verdicts.map(value => ({ value, label: t(`park.verdicts.${value}`) }))}
        />
        <Input
          allowClear
          className={styles.find}
          value={plate}
          onChange={({ target }) => setPlate(target.value)}
          onPressEnter={() => void search()}
          placeholder={t('park.find')}
          maxLength={24}
        />
        <Button type="primary" loading={isBusy} onClick={() => void search()} data-action="past-search">
          {t('park.search')}
        </Button>
        {found !== null && found.length > 0 && (
          <span className={styles.dim}>
            {found.length < mostGateEventsFound
              ? t('park.pastCount', { count: found.length })
              : t('park.pastMore', { count: found.length })}
          </span>
        )}
      </header>
      <div className={styles.rows}>
        {found?.map(event => (
          <GateEventCard key={event.id} event={event} isNewest={false} />
        ))}
        {(found === null || found.length === 0) && (
          <Empty
            className={styles.empty}
            image={<HistoryOutlined className={styles.emptyIcon} />}
            description={t(found === null ? 'park.pastHint' : 'park.pastNone')}
          />
        )}
      </div>
    </section>
  );
}
