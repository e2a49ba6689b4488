// The pairs with how far each is from where the solution puts it; a bad one is taken away here.
import { DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './calibrate.module.css';
import type { Pair } from './model.ts';

interface Props {
  pairs: readonly Pair[];
  residualsPx: readonly number[] | null;
  worst: number;
  onRemove: (index: number) => void;
}

export function PairList({ pairs, residualsPx, worst, onRemove }: Props) {
  const { t } = useTranslation();
  return (
    <ol className={styles.pairs}>
      {pairs.map(({ picture, at }, i) => {
        const residual = residualsPx?.[i];
        return (
          <li
            key={`${picture.join()},${at.join()}`}
            data-worst={i === worst}
            data-pair-residual-px={residual?.toFixed(2)}
          >
            <b>{i + 1}</b>
            <span>{t(at[2] > 0.5 ? 'fusion.atHeight' : 'fusion.onGround', { value: at[2].toFixed(1) })}</span>
            <em>{residual === undefined ? '' : t('fusion.px', { value: residual.toFixed(1) })}</em>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('fusion.removePair', { n: i + 1 })}
              title={t('fusion.removePair', { n: i + 1 })}
              onClick={() => onRemove(i)}
            />
          </li>
        );
      })}
    </ol>
  );
}
