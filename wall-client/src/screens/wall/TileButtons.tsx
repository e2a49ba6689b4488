import {
  CarOutlined,
  CloseOutlined,
  FullscreenExitOutlined,
  FullscreenOutlined,
  InfoCircleOutlined,
} from '@ant-design/icons';
import type { ReactNode, SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './TileButtons.module.css';

interface TileButtonsProps {
  full: boolean;
  onFull: () => void;
  onDetails: () => void;
  onPlates: () => void;
  onClear: () => void;
}

/** In the picture's corner while the pointer or the focus is on the tile. */
export function TileButtons({ full, onFull, onDetails, onPlates, onClear }: TileButtonsProps) {
  const { t } = useTranslation();
  const buttons: [string, ReactNode, string, () => void][] = [
    ['details', <InfoCircleOutlined key="i" />, t('tile.details'), onDetails],
    ['plates', <CarOutlined key="p" />, t('plates.open'), onPlates],
    [
      'full',
      full ? <FullscreenExitOutlined key="f" /> : <FullscreenOutlined key="f" />,
      full ? t('tile.exitFull') : t('tile.full'),
      onFull,
    ],
  ];
  if (!full) buttons.push(['clear', <CloseOutlined key="c" />, t('tile.remove'), onClear]);
  // Quick clicks on a button are not a double click on the picture.
  const stay = (event: SyntheticEvent) => event.stopPropagation();
  return (
    <div className={styles.buttons} onDoubleClick={stay} role="toolbar">
      {buttons.map(([name, icon, text, onClick]) => (
        <button key={name} type="button" title={text} aria-label={text} data-action={name} onClick={onClick}>
          {icon}
        </button>
      ))}
    </div>
  );
}
