// The city in 3D with its cameras where they stand. This file loads the city's description and says so where
// that fails; MapScene.tsx is the map itself.
import { Button, Result, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../ui/useWords.ts';
import { MapScene } from './MapScene.tsx';
import styles from './map3d.module.css';
import { useCity } from './useCity.ts';

export default function Map3dScreen() {
  const { t } = useTranslation();
  const words = useWords();
  const { state, retry } = useCity();
  if (state.kind === 'ready') return <MapScene city={state.city} />;
  return (
    <div className={styles.screen} data-map-ready="false">
      <div className={styles.veil}>
        {state.kind === 'loading' ? (
          <>
            <Spin size="large" />
            <span>{t('map3d.loading')}</span>
          </>
        ) : (
          <Result
            status="warning"
            title={t('map3d.failed')}
            subTitle={`${words.errorText(state.error)} · ${t('map3d.failedTodo')}`}
            extra={
              <Button type="primary" onClick={retry}>
                {t('map3d.retry')}
              </Button>
            }
          />
        )}
      </div>
    </div>
  );
}
