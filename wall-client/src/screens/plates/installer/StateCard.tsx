// Whether plates are read at this camera, why not, and what an installer should do.
import {
  BulbOutlined,
  CheckCircleFilled,
  DashboardOutlined,
  DisconnectOutlined,
  FileUnknownOutlined,
  PauseCircleFilled,
  PoweroffOutlined,
  QuestionCircleOutlined,
  WarningFilled,
} from '@ant-design/icons';
import type { PlateAdvice, PlateStateKind, PlateStats } from '@brightwall/protocol/plate-setup';
import { Switch } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isLookedAt } from '../../../state/plates.ts';
import { type Tone, ToneMark } from '../../../ui/StateMark.tsx';
import { adviceFigures } from './advice.ts';
import styles from './installer.module.css';

const marks: Record<PlateStateKind, { icon: ReactNode; tone: Tone }> = {
  reading: { icon: <CheckCircleFilled />, tone: 'live' },
  off: { icon: <PoweroffOutlined />, tone: 'away' },
  'no-picture': { icon: <DisconnectOutlined />, tone: 'fault' },
  frozen: { icon: <PauseCircleFilled />, tone: 'warn' },
  glare: { icon: <BulbOutlined />, tone: 'warn' },
  dark: { icon: <WarningFilled />, tone: 'warn' },
  overloaded: { icon: <DashboardOutlined />, tone: 'warn' },
  'model-missing': { icon: <FileUnknownOutlined />, tone: 'fault' },
  'model-damaged': { icon: <FileUnknownOutlined />, tone: 'fault' },
};

interface StateCardProps {
  stats: PlateStats | undefined;
  enabled: boolean;
  /** Null while the setup is not there to be changed. */
  onEnabled: ((enabled: boolean) => void) | null;
}

export function StateCard({ stats, enabled, onEnabled }: StateCardProps) {
  const { t } = useTranslation();
  const mark = stats && marks[stats.state];
  const todo = stats && stats.state !== 'reading' ? t(`plates.todos.${stats.state}`) : null;
  return (
    <section className={styles.state} data-tone={mark?.tone ?? 'wait'} aria-label={t('plates.state')}>
      <div className={styles.stateLine}>
        {stats && mark ? (
          <ToneMark tone={mark.tone} icon={mark.icon} text={t(`plates.states.${stats.state}`)} />
        ) : (
          <ToneMark tone="wait" icon={<QuestionCircleOutlined />} text={t('plates.stateUnknown')} />
        )}
        <span className={styles.switch}>
          {t('plates.enabled')}
          <Switch
            aria-label={t('plates.enabled')}
            checked={enabled}
            disabled={!onEnabled}
            onChange={onEnabled ?? undefined}
            data-action="enable-plates"
          />
        </span>
      </div>
      {todo && <p>{todo}</p>}
      {stats?.detail && <p className={styles.detail}>{stats.detail}</p>}
      {stats && isLookedAt(stats.state) && (
        <ul className={styles.advice} aria-label={t('plates.advice')}>
          {stats.advice.length === 0 && <li>{t('plates.adviceNone')}</li>}
          {stats.advice.map(advice => (
            <Advice key={advice.code} advice={advice} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Advice({ advice }: { advice: PlateAdvice }) {
  const { t } = useTranslation();
  return (
    <li data-advice={advice.code} data-good={advice.code === 'good'}>
      {t(`plates.advices.${advice.code}`, adviceFigures(advice))}
    </li>
  );
}
