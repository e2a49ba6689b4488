// What the tool in hand does next, with how wide it marks, and how many cameras it would take so far.
import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { Button, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import panels from '../panel/panels.module.css';
import styles from './select.module.css';
import { select, useSelect } from './select-store.ts';
import { narrowestM, widestM } from './selection.ts';

interface Props {
  count: number | null;
  /** No roads came: a route is straight. */
  isStraight: boolean;
  onFinish: () => void;
}

export function DrawHint({ count, isStraight, onFinish }: Props) {
  const { t } = useTranslation();
  const { drawing, radiusM, bufferM } = useSelect();
  if (!drawing) return null;
  const { tool, points } = drawing;
  const byPoints = tool === 'polygon' || tool === 'route';
  return (
    <div className={`${panels.banner} ${styles.hint}`} role="status" data-drawing={tool}>
      <span>
        {t(`mapOps.hint.${tool}`)}
        {isStraight && (tool === 'route' || tool === 'relay') && ` ${t('mapOps.straight')}`}
      </span>
      {tool === 'circle' && <Metres label={t('mapOps.radius')} value={radiusM} onChange={select.setRadius} />}
      {(tool === 'route' || tool === 'relay') && (
        <Metres label={t('mapOps.buffer')} value={bufferM} onChange={select.setBuffer} />
      )}
      {count !== null && <b>{t('mapOps.count', { count })}</b>}
      {byPoints && points.length > 1 && (
        <Button size="small" type="primary" icon={<CheckOutlined />} onClick={onFinish}>
          {t('mapOps.finish')}
        </Button>
      )}
      <Button
        size="small"
        icon={<CloseOutlined />}
        onClick={select.leaveDrawing}
        aria-label={t('map3d.cancel')}
        title={`${t('map3d.cancel')} (Esc)`}
      />
    </div>
  );
}

/** A number of metres, e.g. 周边 50 米. */
export function Metres({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (metres: number) => void;
}) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the field is inside
    <label className={styles.metres}>
      {label}
      <InputNumber
        size="small"
        min={narrowestM}
        max={widestM}
        step={10}
        value={value}
        onChange={metres => metres !== null && onChange(metres)}
        onPressEnter={event => event.currentTarget.blur()}
      />
      {t('mapOps.metresUnit')}
    </label>
  );
}
