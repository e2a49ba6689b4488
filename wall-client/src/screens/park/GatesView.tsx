// Which cameras are gates, and how long vehicles may stay.
//
// For tests: data-gate-row (camera id), data-gate-role on its choice, data-action save-limits.

import type { Camera } from '@brightwall/protocol/camera';
import { codeType } from '@brightwall/protocol/camera-code';
import type { GateRole, StayLimits } from '@brightwall/protocol/park';
import { App, Button, Input, InputNumber, Segmented, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { useCameras } from '../../state/cameras.ts';
import { usePark } from '../../state/park.ts';
import { useUnderCase } from '../../ui/useUnderCase.ts';
import styles from './park.module.css';
import { useMayChange } from './useMayChange.ts';

const roles = ['none', 'entry', 'exit', 'both'] as const;
const lists = ['permitted', 'visitor', 'refused', 'unlisted'] as const;
/** 停车场出入口 (GB/T 28181-2022 E.1). */
const tollgateType = 123;
/** More rows than these nobody reads: a name is typed. */
const mostRows = 200;

export function GatesView() {
  const { t } = useTranslation();
  const cameras = useCameras(state => state.cameras);
  const gates = usePark(state => state.told?.gates);
  const [text, setText] = useState('');
  const roleOf = useMemo(() => new Map(gates?.map(({ cameraId, role }) => [cameraId, role])), [gates]);
  // Gates first, then those whose code says that they are.
  const shown = useMemo(() => {
    const rank = ({ id, code }: Camera) => (roleOf.has(id) ? 0 : isTollgate(code) ? 1 : 2);
    return [...cameras.values()]
      .filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()))
      .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'zh-CN'))
      .slice(0, mostRows);
  }, [cameras, roleOf, text]);
  return (
    <div className={styles.settings}>
      <section className={styles.listView}>
        <header className={styles.head}>
          <Input.Search
            allowClear
            className={styles.find}
            value={text}
            onChange={({ target }) => setText(target.value)}
            placeholder={t('park.camera')}
          />
          <span className={styles.dim}>{t('park.bothHint')}</span>
        </header>
        <div className={styles.rows}>
          {shown.map(camera => (
            <GateRow key={camera.id} camera={camera} role={roleOf.get(camera.id) ?? null} />
          ))}
        </div>
      </section>
      <Limits />
    </div>
  );
}

const isTollgate = (code: string | null) => code !== null && codeType(code) === tollgateType;

function GateRow({ camera, role }: { camera: Camera; role: GateRole | null }) {
  const { t } = useTranslation();
  const { act } = useUnderCase();
  const mayChange = useMayChange();
  async function mark(chosen: (typeof roles)[number]) {
    const to = chosen === 'none' ? null : chosen;
    await act(purposeId => rest.markGate(camera.id, { purposeId, role: to }));
  }
  return (
    <article className={styles.gateRow} data-gate-row={camera.id} data-role={role ?? 'none'}>
      <b className={styles.clip}>{camera.name}</b>
      {isTollgate(camera.code) ? <Tag color="processing">{t('park.tollgate')}</Tag> : <span />}
      <Segmented<(typeof roles)[number]>
        value={role ?? 'none'}
        disabled={!mayChange}
        onChange={chosen => void mark(chosen)}
        options={roles.map(value => ({
          value,
          label: <span data-gate-role={value}>{t(`park.roles.${value}`)}</span>,
        }))}
      />
    </article>
  );
}

function Limits() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { act } = useUnderCase();
  const mayChange = useMayChange();
  const told = usePark(state => state.told?.limits);
  const [changed, setChanged] = useState<StayLimits | null>(null);
  const limits = changed ?? told;
  async function save() {
    if (!changed) return;
    if (!(await act(purposeId => rest.setParkLimits({ purposeId, limits: changed })))) return;
    setChanged(null);
    message.success(t('park.saved'));
  }
  if (!limits) return null;
  return (
    <section className={styles.limits}>
      <h2>{t('park.limits')}</h2>
      {lists.map(list => (
        <div key={list} className={styles.limit}>
          <span>{t(`park.lists.${list}`)}</span>
          <InputNumber
            aria-label={t(`park.lists.${list}`)}
            min={1}
            max={8760}
            precision={0}
            value={limits[list]}
            disabled={!mayChange}
            onChange={hours => setChanged({ ...limits, [list]: hours })}
          />
        </div>
      ))}
      <p className={styles.dim}>{t('park.limitsHint')}</p>
      <Button type="primary" disabled={!changed} onClick={() => void save()} data-action="save-limits">
        {t('park.save')}
      </Button>
    </section>
  );
}
