// What a person may change of a camera: its name, where it stands and what it sees.
import type { Camera, CameraPatch } from '@brightwall/protocol/camera';
import { codeFault } from '@brightwall/protocol/camera-code';
import { AppError } from '@brightwall/protocol/errors';
import { App, Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './CameraDetails.module.css';
import { type CameraFields, fieldsOf, isChanged, patchOf } from './camera-patch.ts';
import { useWords } from './useWords.ts';

export function CameraForm({
  camera,
  onSave,
}: {
  camera: Camera;
  onSave: (patch: CameraPatch) => Promise<void>;
}) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<CameraFields>();
  const [busy, setBusy] = useState(false);
  const [changed, setChanged] = useState(false);

  async function save(fields: CameraFields) {
    setBusy(true);
    try {
      const patch = patchOf(camera, fields);
      if (Object.keys(patch).length > 0) await onSave(patch);
      form.setFieldsValue({ name: fields.name.trim(), code: fields.code.trim() });
      setChanged(false);
      message.success(t('details.saved'));
    } catch (error) {
      if (error instanceof AppError && error.code === 'code-taken')
        form.setFields([{ name: 'code', errors: [`${words.errorText(error)}：${error.detail ?? ''}`] }]);
      else message.error(words.errorText(error));
    } finally {
      setBusy(false);
    }
  }

  const wellFormed = {
    validator: (_rule: unknown, value: string) => {
      const fault = value.trim() === '' ? null : codeFault(value.trim());
      return fault ? Promise.reject(new Error(t(`details.codeFault.${fault}`))) : Promise.resolve();
    },
  };
  const degrees = { min: 0, suffix: t('details.degrees') };
  const bothOrNone = (other: 'lon' | 'lat') => ({
    validator: (_rule: unknown, value: number | null) =>
      (value ?? null) === null && (form.getFieldValue(other) ?? null) !== null
        ? Promise.reject(new Error(t('details.placeBoth')))
        : Promise.resolve(),
  });
  return (
    <Form<CameraFields>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={fieldsOf(camera)}
      onValuesChange={() => setChanged(isChanged(camera, form.getFieldsValue(true)))}
      onFinish={save}
    >
      <Form.Item
        name="name"
        label={t('details.name')}
        rules={[{ required: true, whitespace: true, message: t('details.nameMissing') }]}
      >
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="code" label={t('details.code')} rules={[wellFormed]}>
        <Input maxLength={24} inputMode="numeric" placeholder={t('details.codePlaceholder')} />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item name="lon" label={t('details.lon')} dependencies={['lat']} rules={[bothOrNone('lat')]}>
          <InputNumber {...degrees} min={-180} max={180} step={0.0001} />
        </Form.Item>
        <Form.Item name="lat" label={t('details.lat')} dependencies={['lon']} rules={[bothOrNone('lon')]}>
          <InputNumber {...degrees} min={-90} max={90} step={0.0001} />
        </Form.Item>
        <Form.Item name="headingDeg" label={t('details.heading')}>
          <InputNumber {...degrees} max={359.9} step={1} />
        </Form.Item>
        <Form.Item name="fieldOfViewDeg" label={t('details.fieldOfView')} rules={[{ required: true }]}>
          <InputNumber {...degrees} min={1} max={360} step={1} />
        </Form.Item>
        <Form.Item name="rangeM" label={t('details.range')} rules={[{ required: true }]}>
          <InputNumber min={1} max={5000} step={5} suffix={t('details.metres')} />
        </Form.Item>
      </div>
      <div className={styles.actions}>
        <Button type="primary" htmlType="submit" loading={busy} disabled={!changed}>
          {t('details.save')}
        </Button>
        <Button
          disabled={!changed || busy}
          onClick={() => {
            form.setFieldsValue(fieldsOf(camera));
            void form.validateFields().catch(() => undefined);
            setChanged(false);
          }}
        >
          {t('details.revert')}
        </Button>
      </div>
    </Form>
  );
}
