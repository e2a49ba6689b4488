// The map that cameras are chosen on for a form, in a dialog: any screen's form asks, none knows the map's screen.
import { Modal, Spin } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { cameraPick, useCameraPick } from '../state/camera-pick.ts';
import { ScreenBoundary } from './ScreenBoundary.tsx';

const CameraPick = lazy(() => import('../screens/map3d/pick/CameraPick.tsx'));

export function CameraPickDialog() {
  const { t } = useTranslation();
  const asked = useCameraPick(state => state.asked);
  return (
    <Modal
      open={asked !== null}
      onCancel={cameraPick.leave}
      footer={null}
      destroyOnHidden
      width="94vw"
      centered
      title={t('pick.onMap')}
    >
      {asked && (
        <ScreenBoundary>
          <Suspense fallback={<Spin />}>
            <CameraPick asked={asked} />
          </Suspense>
        </ScreenBoundary>
      )}
    </Modal>
  );
}
