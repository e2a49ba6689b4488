// Zoom, north, home: what the mouse and MapLibre's keys do, as buttons.
import { AimOutlined, CompassOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ThemeButton } from './base/ThemeButton.tsx';
import type { CityMap } from './city-map.ts';
import { decodesVideo } from './feeds/decodes.ts';
import styles from './map3d.module.css';

export function MapTools({ map, fictional }: { map: CityMap | null; fictional: boolean }) {
  const { t } = useTranslation();
  const tools = [
    { icon: <PlusOutlined />, label: t('map3d.zoomIn'), act: () => map?.moves.zoomBy(1), action: 'zoom-in' },
    {
      icon: <MinusOutlined />,
      label: t('map3d.zoomOut'),
      act: () => map?.moves.zoomBy(-1),
      action: 'zoom-out',
    },
    { icon: <CompassOutlined />, label: t('map3d.north'), act: () => map?.moves.northUp(), action: 'north' },
    { icon: <AimOutlined />, label: t('map3d.home'), act: () => map?.moves.flyHome(), action: 'home' },
  ];
  return (
    <div className={styles.tools}>
      {!decodesVideo() && <span data-plain-http>{t('map3d.plainHttp')}</span>}
      {fictional && <span>{t('map3d.fictional')}</span>}
      <ThemeButton />
      {tools.map(({ icon, label, act, action }) => (
        <Button key={label} icon={icon} onClick={act} aria-label={label} title={label} data-action={action} />
      ))}
    </div>
  );
}
