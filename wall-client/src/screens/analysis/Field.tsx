// One term's input; antd's Form gives it value and onChange.
import { plateKindCode } from '@brightwall/protocol/plate';
import { DatePicker, Input, InputNumber, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../state/cameras.ts';
import { boundsOf, fieldKind, type Schema } from './terms.ts';

const plateKinds = Object.keys(plateKindCode) as (keyof typeof plateKindCode)[];

export function Field({ name, schema, ...given }: { name: string; schema: Schema }) {
  const { t } = useTranslation();
  switch (fieldKind(name, schema)) {
    case 'time':
      return (
        <DatePicker {...given} showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" allowClear={false} />
      );
    case 'day':
      return <DatePicker {...given} allowClear={false} />;
    case 'number':
      return (
        <InputNumber
          {...given}
          {...boundsOf(schema)}
          placeholder={t('analysis.optional')}
          style={{ width: '100%' }}
        />
      );
    case 'kind':
      return (
        <Select
          {...given}
          allowClear
          placeholder={t('analysis.anyKind')}
          options={plateKinds.map(kind => ({ value: kind, label: t(`passages.kinds.${kind}`) }))}
        />
      );
    case 'camera':
      return <Cameras {...given} />;
    case 'cameras':
      return <Cameras {...given} maxCount={schema.maxItems} isMany />;
    default:
      return <Input {...given} maxLength={40} spellCheck={false} data-term={name} />;
  }
}

function Cameras({ isMany, maxCount, ...given }: { isMany?: boolean; maxCount?: number }) {
  const cameras = useCameras(state => state.cameras);
  const options = useMemo(
    () =>
      [...cameras.values()]
        .map(({ id, name }) => ({ value: id, label: name }))
        .sort((a, b) => a.label.localeCompare(b.label, 'zh-CN')),
    [cameras],
  );
  return (
    <Select
      {...given}
      {...(isMany && { mode: 'multiple', maxCount, maxTagCount: 4 })}
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
    />
  );
}
