// Where a form asks: cameras by name, areas of the administration, or what is drawn on the map; antd's Form gives it
// value and onChange. None chosen is no value.
//
// For tests: data-where-areas (names).
import { EnvironmentOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { areaFileLevels } from '../net/area-file.ts';
import { loadAreas, useKnownAreas, whereOfArea } from '../state/areas.ts';
import { cameraPick, type WhereBounds } from '../state/camera-pick.ts';
import { useCameras } from '../state/cameras.ts';
import { everywhere, isEverywhere, type Where, type WhereArea } from '../state/where.ts';
import styles from './CameraChoice.module.css';
import { useWords } from './useWords.ts';

interface Props extends WhereBounds {
  /** What none chosen means. */
  placeholder?: string;
  className?: string;
  value?: Where;
  onChange?: (chosen: Where | undefined) => void;
  id?: string;
}

export function CameraChoice(props: Props) {
  const { most, mostAreas, placeholder = '', className = '', value = everywhere, onChange, id } = props;
  const { t } = useTranslation();
  const words = useWords();
  const cameras = useCameraOptions();
  const known = useKnownAreas(({ areas }) => areas);
  useEffect(loadAreas, []);
  const named = useMemo(() => known.map(area => ({ level: area.level, ...whereOfArea(area) })), [known]);
  const options = useMemo(() => {
    const option = ({ key, name, nameEn }: WhereArea) => ({ value: key, label: words.zh ? name : nameEn });
    // What was drawn is only known to whoever drew it.
    const drawn = value.areas.filter(({ key }) => !named.some(one => one.key === key));
    const levels = areaFileLevels.map(level => ({
      label: t(`mapOps.level.${level}`),
      options: named.filter(one => one.level === level).map(option),
    }));
    const groups = [{ label: t('pick.drawn'), options: drawn.map(option) }, ...levels];
    return [
      ...groups.filter(group => group.options.length > 0),
      { label: t('pick.cameras'), options: cameras },
    ];
  }, [named, value.areas, cameras, words.zh, t]);
  const tell = (where: Where | null) => where && onChange?.(isEverywhere(where) ? undefined : where);
  function choose(keys: readonly string[]) {
    const areas = [...named, ...value.areas].filter(
      ({ key }, n, all) => keys.includes(key) && all.findIndex(one => one.key === key) === n,
    );
    const isArea = (key: string) => areas.some(one => one.key === key);
    tell({
      cameraIds: keys.filter(key => !isArea(key)).slice(0, most),
      areas: areas
        .slice(0, mostAreas ?? most)
        .map(({ key, name, nameEn, ring }) => ({ key, name, nameEn, ring })),
    });
  }
  return (
    <div
      className={`${styles.choice} ${className}`}
      data-where-areas={value.areas.map(({ name }) => name).join(' ')}
    >
      <Select<string[]>
        {...(id && { id })}
        className={styles.select ?? ''}
        mode="multiple"
        maxTagCount="responsive"
        allowClear
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={placeholder}
        aria-label={placeholder || t('pick.cameras')}
        value={[...value.areas.map(({ key }) => key), ...value.cameraIds]}
        options={options}
        onChange={choose}
      />
      <Button
        icon={<EnvironmentOutlined />}
        onClick={() => void cameraPick.ask({ value, most, mostAreas }).then(tell)}
        title={t('pick.onMap')}
        aria-label={t('pick.onMap')}
        data-action="pick-on-map"
      />
    </div>
  );
}

/** By name. */
export function useCameraOptions(): { value: string; label: string }[] {
  const cameras = useCameras(state => state.cameras);
  return useMemo(
    () =>
      [...cameras.values()]
        .map(({ id, name }) => ({ value: id, label: name }))
        .sort((a, b) => a.label.localeCompare(b.label, 'zh-CN')),
    [cameras],
  );
}
