// One term's input; antd's Form gives it value and onChange.
import { plateKindCode } from '@brightwall/protocol/plate';
import { DatePicker, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { CameraChoice, useCameraOptions } from '../../ui/CameraChoice.tsx';
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
      return <Camera {...given} />;
    case 'cameras':
      return <CameraChoice {...given} most={schema.maxItems ?? 1} mostAreas={null} />;
    default:
      return <Input {...given} maxLength={40} spellCheck={false} data-term={name} />;
  }
}

function Camera(given: object) {
  return <Select {...given} showSearch={{ optionFilterProp: 'label' }} options={useCameraOptions()} />;
}
