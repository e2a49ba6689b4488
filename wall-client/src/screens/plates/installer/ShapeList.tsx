import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import type { Dispatch, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Drawing, type DrawingAction, isSame, pointsOf, type ShapeRef } from './drawing.ts';
import { type Fault, faultsOf } from './faults.ts';
import styles from './installer.module.css';

/** Everything drawn, by name: chosen, named and deleted by key as well. */
export function ShapeList({ drawing, dispatch }: { drawing: Drawing; dispatch: Dispatch<DrawingAction> }) {
  const { t } = useTranslation();
  const { setup } = drawing;
  const faults = faultsOf(setup);
  const row = (shape: ShapeRef, name: string, field: ReactNode) => (
    <Row
      key={`${shape.kind}${shape.index}`}
      name={name}
      points={pointsOf(setup, shape)?.length ?? 0}
      selected={isSame(shape, drawing.selected)}
      fault={faults.find(fault => isSame(fault.shape, shape))}
      onSelect={() => dispatch({ do: 'select', shape })}
      onRemove={() => dispatch({ do: 'remove', shape })}
    >
      {field}
    </Row>
  );
  return (
    <section className={styles.shapes} aria-label={t('drawing.title')}>
      <h3>{t('drawing.region')}</h3>
      {setup.region ? (
        <ul>{row({ kind: 'region', index: 0 }, t('drawing.region'), t('drawing.region'))}</ul>
      ) : (
        <p>{t('drawing.regionHint')}</p>
      )}
      <h3>{t('drawing.lanes')}</h3>
      {setup.lanes.length === 0 ? (
        <p>{t('drawing.lanesHint')}</p>
      ) : (
        <ul>
          {setup.lanes.map((lane, index) =>
            row(
              { kind: 'lane', index },
              lane.name,
              <Input
                size="small"
                value={lane.name}
                maxLength={32}
                aria-label={t('drawing.laneName')}
                onFocus={() => dispatch({ do: 'select', shape: { kind: 'lane', index } })}
                onChange={event => dispatch({ do: 'rename', index, name: event.target.value })}
                data-lane-name={index}
              />,
            ),
          )}
        </ul>
      )}
      <h3>{t('drawing.masks')}</h3>
      {setup.masks.length > 0 && (
        <ul>
          {setup.masks.map((_, index) => {
            const name = t('drawing.maskName', { number: index + 1 });
            return row({ kind: 'mask', index }, name, name);
          })}
        </ul>
      )}
      <p>{t('drawing.masksHint')}</p>
    </section>
  );
}

interface RowProps {
  name: string;
  points: number;
  selected: boolean;
  fault: Fault | undefined;
  onSelect: () => void;
  onRemove: () => void;
  children: ReactNode;
}

function Row({ name, points, selected, fault, onSelect, onRemove, children }: RowProps) {
  const { t } = useTranslation();
  const remove = t('drawing.remove', { name });
  return (
    <li data-selected={selected}>
      <span className={styles.shapeField}>{children}</span>
      <Button type="text" size="small" onClick={onSelect} aria-pressed={selected}>
        {t('drawing.points', { count: points })}
      </Button>
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={remove}
        title={remove}
        onClick={onRemove}
      />
      {fault && (
        <small className={styles.fault}>
          {t(`drawing.faults.${fault.code}`, { name: fault.name ?? '' })}
        </small>
      )}
    </li>
  );
}
