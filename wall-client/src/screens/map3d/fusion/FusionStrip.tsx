// What of the cameras lies on the map now, in one line at its foot: the viewshed with its colours, the fused pictures.
import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCalibrations } from '../../../state/calibrations.ts';
import { useCamera, useCameras } from '../../../state/cameras.ts';
import { mapFusion, mostProjected, useMapFusion } from '../../../state/map-fusion.ts';
import styles from './fusion.module.css';
import type { Fusion } from './useFusion.ts';

export function FusionStrip({ fusion }: { fusion: Fusion }) {
  const { t } = useTranslation();
  const { viewshedId, projectedIds } = useMapFusion();
  const known = useCalibrations(state => state.known);
  const camera = useCamera(viewshedId);
  const names = useCameras(state => projectedIds.map(id => state.cameras.get(id)?.name ?? '').join('\n'));
  if (viewshedId === null && projectedIds.length === 0) return null;
  const off = (label: string, act: () => void) => (
    <Button
      type="text"
      size="small"
      icon={<CloseOutlined />}
      aria-label={label}
      title={label}
      onClick={act}
    />
  );
  return (
    <div className={styles.strip} role="status">
      {viewshedId !== null && (
        <p data-viewshed={viewshedId}>
          <strong>{t('fusion.viewshed')}</strong>
          <span className={styles.name}>{camera?.name}</span>
          {fusion.share !== null && (
            <span>{t('fusion.share', { percent: Math.round(fusion.share * 100) })}</span>
          )}
          <i className={styles.seen} />
          {t('fusion.seen')}
          <i className={styles.hidden} />
          {t('fusion.hidden')}
          {off(t('fusion.hideViewshed'), mapFusion.hideViewshed)}
        </p>
      )}
      {projectedIds.length > 0 && (
        <p data-projected={projectedIds.length}>
          <strong>
            {t('fusion.projected')} {projectedIds.length}/{mostProjected}
          </strong>
          {names.split('\n').map((name, i) => {
            const id = projectedIds[i] as string;
            return (
              <button
                key={id}
                type="button"
                title={t('fusion.end')}
                onClick={() => fusion.toggleProjected(id)}
              >
                {name}
                {known.get(id) === null && <em>{t('fusion.rough')}</em>}
              </button>
            );
          })}
          {off(t('fusion.endAll'), mapFusion.endAllProjected)}
        </p>
      )}
    </div>
  );
}
