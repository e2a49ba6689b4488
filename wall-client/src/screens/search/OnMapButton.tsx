import { EnvironmentOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { showTrackOnMap } from '../../state/map-focus.ts';

/** The vehicle that is followed, on the city's map. */
export function OnMapButton() {
  const { t } = useTranslation();
  return (
    <Button
      size="small"
      icon={<EnvironmentOutlined />}
      onClick={showTrackOnMap}
      title={t('track.onMap')}
      data-action="track-on-map"
    >
      {t('track.onMap')}
    </Button>
  );
}
