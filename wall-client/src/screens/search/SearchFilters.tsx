import { PlateColour, PlateKind } from '@brightwall/protocol/plate';
import { maxCamerasAsked } from '@brightwall/protocol/search';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { searching, useSearch } from '../../state/search.ts';
import { everywhere } from '../../state/where.ts';
import { CameraChoice } from '../../ui/CameraChoice.tsx';
import styles from './search.module.css';

const colours = PlateColour.anyOf.map(({ const: colour }) => colour);
const kinds = PlateKind.anyOf.map(({ const: kind }) => kind);
const directions = ['toward', 'away', 'unknown'] as const;

export function SearchFilters() {
  const { t } = useTranslation();
  const form = useSearch(state => state.form);
  const directionText = {
    toward: t('passages.toward'),
    away: t('passages.away'),
    unknown: t('passages.directionUnknown'),
  };
  return (
    <>
      <CameraChoice
        className={styles.wide ?? ''}
        most={maxCamerasAsked}
        mostAreas={null}
        placeholder={t('search.cameras')}
        value={form.where}
        onChange={(where = everywhere) => searching.change({ where })}
      />
      <Several
        label={t('search.colours')}
        value={form.colours}
        options={colours.map(value => ({ value, label: t(`passages.colours.${value}`) }))}
        onChange={chosen => searching.change({ colours: chosen })}
      />
      <Several
        label={t('search.kinds')}
        value={form.kinds}
        options={kinds.map(value => ({ value, label: t(`passages.kinds.${value}`) }))}
        onChange={chosen => searching.change({ kinds: chosen })}
      />
      <Several
        label={t('search.directions')}
        value={form.directions}
        options={directions.map(value => ({ value, label: directionText[value] }))}
        onChange={chosen => searching.change({ directions: chosen })}
      />
    </>
  );
}

interface SeveralProps<T extends string> {
  label: string;
  value: readonly T[];
  options: readonly { value: T; label: string }[];
  onChange: (chosen: T[]) => void;
}

/** None chosen: all. */
function Several<T extends string>({ label, value, options, onChange }: SeveralProps<T>) {
  return (
    <Select<T[]>
      className={styles.narrow}
      mode="multiple"
      maxTagCount="responsive"
      allowClear
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={label}
      aria-label={label}
      value={[...value]}
      options={[...options]}
      onChange={onChange}
    />
  );
}
