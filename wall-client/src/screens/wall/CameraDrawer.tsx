import { CarOutlined, EnvironmentOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { useCamera, useCameras } from '../../state/cameras.ts';
import { showOnMap } from '../../state/map-focus.ts';
import { openInstaller } from '../../state/plates.ts';
import { CameraDetails } from '../../ui/CameraDetails.tsx';

/** What is known of one camera, over the right edge; the wall stays visible beside it. */
export function CameraDrawer({ cameraId, onClose }: { cameraId: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const camera = useCamera(cameraId);
  const site = useCameras(state => state.sites.find(each => each.id === camera?.siteId));
  return (
    <Drawer
      open={cameraId !== null}
      onClose={onClose}
      title={camera?.name ?? t('details.title')}
      extra={
        camera && (
          <>
            <Button
              type="text"
              icon={<CarOutlined />}
              data-action="plates"
              onClick={() => openInstaller(camera.id)}
            >
              {t('plates.title')}
            </Button>
            <Button
              type="text"
              icon={<EnvironmentOutlined />}
              data-action="show-on-map"
              onClick={() => showOnMap(camera.id)}
            >
              {t('wall.openOnMap')}
            </Button>
          </>
        )
      }
      size="min(36rem, 100vw)"
      mask={false}
      destroyOnHidden
    >
      {camera ? (
        <CameraDetails
          // An edit begun for one camera is never saved to another.
          key={camera.id}
          camera={camera}
          site={site}
          // The change comes back over the socket, to this page as to all others.
          onSave={async patch => void (await rest.patchCamera(camera.id, patch))}
        />
      ) : (
        t('tile.gone')
      )}
    </Drawer>
  );
}
