// What can be seen of the current camera on the map itself, as buttons in the dock; V, P and K do the same.
import { AimOutlined, EyeOutlined, VideoCameraAddOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMapFusion } from '../../../state/map-fusion.ts';
import type { Fusion } from './useFusion.ts';

interface Props {
  cameraId: string;
  fusion: Fusion;
  onCalibrate: (cameraId: string) => void;
}

export function FusionButtons({ cameraId, fusion, onCalibrate }: Props) {
  const { t } = useTranslation();
  const { viewshedId, projectedIds } = useMapFusion();
  const button = (
    icon: React.ReactNode,
    label: string,
    key: string,
    isOn: boolean | undefined,
    act: (id: string) => void,
  ) => (
    <Button
      size="small"
      icon={icon}
      type={isOn ? 'primary' : 'default'}
      aria-pressed={isOn}
      title={`${label} (${key})`}
      onClick={() => act(cameraId)}
    >
      {label}
    </Button>
  );
  return (
    <>
      {button(<EyeOutlined />, t('fusion.viewshed'), 'S', viewshedId === cameraId, fusion.toggleViewshed)}
      {button(
        <VideoCameraAddOutlined />,
        t('fusion.project'),
        'P',
        projectedIds.includes(cameraId),
        fusion.toggleProjected,
      )}
      {button(<AimOutlined />, t('fusion.calibrate'), 'K', undefined, onCalibrate)}
    </>
  );
}
