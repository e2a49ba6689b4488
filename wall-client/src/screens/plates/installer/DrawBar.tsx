import {
  BorderOuterOutlined,
  CheckOutlined,
  EyeInvisibleOutlined,
  NodeIndexOutlined,
  RedoOutlined,
  SaveOutlined,
  UndoOutlined,
} from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import type { Dispatch, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Drawing, type DrawingAction, isDirty, type ShapeKind } from './drawing.ts';
import { faultsOf, mostLanes, mostMasks } from './faults.ts';
import styles from './installer.module.css';

interface DrawBarProps {
  drawing: Drawing;
  dispatch: Dispatch<DrawingAction>;
  /** The drawing has been read. */
  ready: boolean;
  saving: boolean;
  onFinish: () => void;
  onSave: () => void;
}

/** Over the picture: what to draw, the way back, and saving. */
export function DrawBar({ drawing, dispatch, ready, saving, onFinish, onSave }: DrawBarProps) {
  const { t } = useTranslation();
  const { pen, setup, undo, redo } = drawing;
  const dirty = isDirty(drawing);
  const [fault] = faultsOf(setup);
  const tools: [ShapeKind, ReactNode, string, boolean][] = [
    ['region', <BorderOuterOutlined key="r" />, t('drawing.addRegion'), true],
    ['lane', <NodeIndexOutlined key="l" />, t('drawing.addLane'), setup.lanes.length < mostLanes],
    ['mask', <EyeInvisibleOutlined key="m" />, t('drawing.addMask'), setup.masks.length < mostMasks],
  ];
  return (
    <div className={styles.bar}>
      <div className={styles.tools} role="toolbar" aria-label={t('drawing.title')}>
        {tools.map(([kind, icon, text, room]) => (
          <Button
            key={kind}
            icon={icon}
            type={pen?.kind === kind ? 'primary' : 'default'}
            disabled={!ready || !room}
            aria-pressed={pen?.kind === kind}
            onClick={() => dispatch(pen?.kind === kind ? { do: 'cancel' } : { do: 'pen', kind })}
            data-action={`draw-${kind}`}
          >
            {text}
          </Button>
        ))}
        {pen ? (
          <>
            <Button type="primary" icon={<CheckOutlined />} onClick={onFinish} data-action="finish-shape">
              {t('drawing.finish')}
            </Button>
            <Button onClick={() => dispatch({ do: 'cancel' })} data-action="cancel-shape">
              {t('drawing.cancel')}
            </Button>
          </>
        ) : (
          <>
            <Step
              text={t('drawing.undo')}
              icon={<UndoOutlined />}
              off={undo.length === 0}
              onClick={() => dispatch({ do: 'undo' })}
            />
            <Step
              text={t('drawing.redo')}
              icon={<RedoOutlined />}
              off={redo.length === 0}
              onClick={() => dispatch({ do: 'redo' })}
            />
          </>
        )}
        <span className={styles.space} />
        {dirty && (
          <span className={styles.unsaved} role="status">
            {fault ? t(`drawing.faults.${fault.code}`, { name: fault.name ?? '' }) : t('drawing.unsaved')}
          </span>
        )}
        <Button disabled={!dirty} onClick={() => dispatch({ do: 'revert' })} data-action="revert-setup">
          {t('drawing.revert')}
        </Button>
        <Button
          type="primary"
          icon={<SaveOutlined />}
          disabled={!dirty || fault !== undefined || pen !== null}
          loading={saving}
          onClick={onSave}
          data-action="save-setup"
        >
          {t(saving ? 'drawing.saving' : 'drawing.save')}
        </Button>
      </div>
      <p className={styles.hint}>
        {pen ? t('drawing.drawingHint') : drawing.selected ? t('drawing.editHint') : t('drawing.idleHint')}
      </p>
    </div>
  );
}

function Step({
  text,
  icon,
  off,
  onClick,
}: {
  text: string;
  icon: ReactNode;
  off: boolean;
  onClick: () => void;
}) {
  return (
    <Tooltip title={text}>
      <Button type="text" icon={icon} disabled={off} aria-label={text} onClick={onClick} />
    </Tooltip>
  );
}
