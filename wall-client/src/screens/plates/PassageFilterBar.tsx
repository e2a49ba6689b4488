import { Segmented, Select, Tooltip } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../state/cameras.ts';
import { type PassageFilter, passageView, usePassageView } from '../../state/passage-view.ts';
import { useWallLayout } from '../../state/wall-layout.ts';
import styles from './strip.module.css';

/** Of all cameras, of those on the wall, or of chosen ones. */
export function PassageFilterBar() {
  const { t } = useTranslation();
  const filter = usePassageView(state => state.filter);
  function choose(kind: PassageFilter['kind']) {
    if (kind !== 'cameras') passageView.setFilter({ kind });
    else {
      // The camera on the selected tile is the likeliest one meant.
      const { slots, focused } = useWallLayout.getState();
      const id = slots[focused];
      passageView.setFilter({ kind, ids: id ? [id] : [] });
    }
  }
  return (
    <div className={styles.filter} data-passage-filter={filter.kind}>
      <Segmented<PassageFilter['kind']>
        size="small"
        aria-label={t('passages.filter')}
        value={filter.kind}
        onChange={choose}
        options={[
          { value: 'all', label: <span data-filter="all">{t('passages.filterAll')}</span> },
          {
            value: 'wall',
            label: (
              <Tooltip title={t('passages.filterWallHint')}>
                <span data-filter="wall">{t('passages.filterWall')}</span>
              </Tooltip>
            ),
          },
          { value: 'cameras', label: <span data-filter="cameras">{t('passages.filterChosen')}</span> },
        ]}
      />
      {filter.kind === 'cameras' && <ChosenCameras ids={filter.ids} />}
    </div>
  );
}

function ChosenCameras({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation();
  const cameras = useCameras(state => state.cameras);
  const options = useMemo(
    () =>
      [...cameras.values()]
        .map(({ id, name }) => ({ value: id, label: name }))
        .sort((a, b) => a.label.localeCompare(b.label, 'zh-CN')),
    [cameras],
  );
  return (
    <Select<string[]>
      className={styles.choose}
      size="small"
      mode="multiple"
      maxTagCount="responsive"
      placement="topLeft"
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('passages.filterChoose')}
      aria-label={t('passages.filterChoose')}
      value={[...ids]}
      options={options}
      onChange={chosen => passageView.setFilter({ kind: 'cameras', ids: chosen })}
    />
  );
}
