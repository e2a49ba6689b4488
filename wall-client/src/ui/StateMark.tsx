// A camera's state as a person sees it: a shape of its own per state, its colour, and its words. Nobody has
// to tell red from green.
import {
  ApiOutlined,
  CheckCircleFilled,
  DisconnectOutlined,
  FileUnknownOutlined,
  LockFilled,
  PauseCircleFilled,
  QuestionCircleFilled,
  SyncOutlined,
  WarningFilled,
} from '@ant-design/icons';
import type { CameraStateKind } from '@brightwall/protocol/camera';
import type { ReactNode } from 'react';
import styles from './StateMark.module.css';
import { useWords } from './useWords.ts';

export type Tone = 'live' | 'wait' | 'warn' | 'fault' | 'away';

const marks: Record<CameraStateKind, { icon: ReactNode; tone: Tone }> = {
  connecting: { icon: <SyncOutlined />, tone: 'wait' },
  live: { icon: <CheckCircleFilled />, tone: 'live' },
  unreachable: { icon: <DisconnectOutlined />, tone: 'fault' },
  'auth-failed': { icon: <LockFilled />, tone: 'fault' },
  'bad-answer': { icon: <QuestionCircleFilled />, tone: 'fault' },
  'bad-stream': { icon: <WarningFilled />, tone: 'fault' },
  'unsupported-codec': { icon: <FileUnknownOutlined />, tone: 'fault' },
  stalled: { icon: <PauseCircleFilled />, tone: 'warn' },
  'agent-offline': { icon: <ApiOutlined />, tone: 'away' },
};

export const stateTone = (kind: CameraStateKind): Tone => marks[kind].tone;

interface StateMarkProps {
  kind: CameraStateKind;
  /** Icon alone, its words for screen readers and as a hint. */
  iconOnly?: boolean;
}

export function StateMark({ kind, iconOnly = false }: StateMarkProps) {
  const text = useWords().stateText(kind);
  return (
    <ToneMark tone={marks[kind].tone} icon={marks[kind].icon} text={text} iconOnly={iconOnly} state={kind} />
  );
}

interface ToneMarkProps {
  tone: Tone;
  icon: ReactNode;
  text: string;
  iconOnly?: boolean;
  state?: string;
}

export function ToneMark({ tone, icon, text, iconOnly = false, state }: ToneMarkProps) {
  return (
    <span
      className={styles.mark}
      data-tone={tone}
      data-camera-state-kind={state}
      title={iconOnly ? text : undefined}
    >
      {icon}
      <span className={iconOnly ? styles.hidden : styles.text}>{text}</span>
    </span>
  );
}
