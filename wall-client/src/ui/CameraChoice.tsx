// Several cameras in a form: by name, by area, or drawn on the map; antd's Form gives it value and onChange.
import { EnvironmentOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { cameraPick } from '../state/camera-pick.ts';
import { useCameras } from '../state/cameras.ts';
import styles from './CameraChoice.module.css';

interface Props {
  most: number;
  /** What none chosen means. */
  placeholder?: string;
  className?: string;
  value?: readonly string[];
  onChange?: (chosen: string[]) => void;
  id?: string;
}

export function CameraChoice({ most, placeholder = '', className = '', value = [], onChange, id }: Props) {
  const { t } = useTranslation();
  const options = useCameraOptions();
  return (
    <div className={`${styles.choice} ${className}`}>
      <Select<string[]>
        {...(id && { id })}
        mode="multiple"
        maxCount={most}
        maxTagCount="responsive"
        allowClear
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={placeholder}
        aria-label={placeholder || t('pick.cameras')}
        value={[...value]}
        options={options}
        onChange={chosen => onChange?.(chosen)}
      />
      <Button
        icon={<EnvironmentOutlined />}
        onClick={() => void cameraPick.ask({ value, most }).then(ids => ids && onChange?.(ids))}
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
