// What the list says, by shape, colour and word: nobody has to tell red from green.
import {
  CheckCircleFilled,
  CloseSquareFilled,
  EyeInvisibleFilled,
  HourglassFilled,
  IdcardFilled,
  MinusCircleFilled,
  QuestionCircleFilled,
} from '@ant-design/icons';
import type { GateVerdict } from '@brightwall/protocol/park';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './park.module.css';

export const verdicts = [
  'permitted',
  'visitor',
  'expired',
  'refused',
  'near',
  'unknown',
  'unreadable',
] as const satisfies GateVerdict[];

const shapes: Record<GateVerdict, ReactNode> = {
  permitted: <CheckCircleFilled />,
  visitor: <IdcardFilled />,
  expired: <HourglassFilled />,
  refused: <CloseSquareFilled />,
  near: <QuestionCircleFilled />,
  unknown: <MinusCircleFilled />,
  unreadable: <EyeInvisibleFilled />,
};

export function Verdict({ verdict, rem }: { verdict: GateVerdict; rem: number }) {
  const { t } = useTranslation();
  return (
    <span className={styles.verdict} data-verdict={verdict} style={{ fontSize: `${rem}rem` }}>
      {shapes[verdict]}
      <b>{t(`park.verdicts.${verdict}`)}</b>
    </span>
  );
}
