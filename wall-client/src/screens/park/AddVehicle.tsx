// A vehicle onto the list. It asks for a plate and the unit that asked, and takes nothing of a person.
//
// For tests: data-add-vehicle, data-add-plate, data-add-host, data-add-list (name), data-action add-vehicle-save.
import { AppError } from '@brightwall/protocol/errors';
import { longestVisitMs, mostDigits, type NewParkVehicle, type ParkList } from '@brightwall/protocol/park';
import { PlateKind } from '@brightwall/protocol/plate';
import { Alert, App, Button, DatePicker, Form, Input, Modal, Radio, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { useUnderCase } from '../../ui/useUnderCase.ts';
import type { Words } from '../../ui/useWords.ts';
import styles from './park.module.css';

interface Fields {
  plate: string;
  kind: NewParkVehicle['kind'];
  list: ParkList;
  period: [Dayjs, Dayjs];
  host: string;
  note?: string;
}

const lists = ['permitted', 'visitor', 'refused'] as const;
const kinds = PlateKind.anyOf.map(({ const: kind }) => kind);

export function AddVehicle({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
      width="min(40rem, 94vw)"
      title={t('park.add')}
    >
      <AddForm onDone={onClose} />
    </Modal>
  );
}

function AddForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { isBusy, act } = useUnderCase(whyOf);
  const [form] = Form.useForm<Fields>();
  const list = Form.useWatch('list', form);

  async function send(fields: Fields) {
    if (!(await act(purposeId => rest.addParkVehicle(vehicleOf(fields, purposeId))))) return;
    message.success(t('park.added'));
    onDone();
  }

  const noNumbers = { pattern: new RegExp(`^(?!.*\\d{${mostDigits + 1}})`), message: t('park.digits') };
  return (
    <Form<Fields>
      name="park"
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={fields => void send(fields)}
      initialValues={{ kind: 'small', list: 'visitor', period: [dayjs(), dayjs().endOf('day')] }}
      data-add-vehicle
    >
      <Alert className={styles.about} type="info" showIcon title={t('park.noPerson')} />
      <div className={styles.pair}>
        <Form.Item
          name="plate"
          label={t('park.plate')}
          rules={[{ required: true, whitespace: true, min: 5, message: t('park.plateWrong') }]}
        >
          <Input autoFocus maxLength={24} data-add-plate />
        </Form.Item>
        <Form.Item name="kind" label={t('park.kind')}>
          <Select
            options={kinds.map(value => ({
              value,
              label: value === 'unknown' ? t('park.anyKind') : t(`passages.kinds.${value}`),
            }))}
          />
        </Form.Item>
      </div>
      <Form.Item name="list" label={t('park.onList')}>
        <Radio.Group
          optionType="button"
          buttonStyle="solid"
          options={lists.map(value => ({
            value,
            label: <span data-add-list={value}>{t(`park.lists.${value}`)}</span>,
          }))}
        />
      </Form.Item>
      {list === 'visitor' && (
        <Form.Item
          name="period"
          label={t('park.period')}
          rules={[
            {
              validator: (_, period: [Dayjs, Dayjs] | null) =>
                period &&
                period[1].valueOf() > Date.now() &&
                period[1].valueOf() <= Date.now() + longestVisitMs
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('park.untilWrong'))),
            },
          ]}
        >
          <DatePicker.RangePicker
            className={styles.whole}
            showTime={{ format: 'HH:mm' }}
            format="YYYY-MM-DD HH:mm"
          />
        </Form.Item>
      )}
      <div className={styles.pair}>
        <Form.Item
          name="host"
          label={t('park.host')}
          rules={[{ required: true, whitespace: true, message: t('park.missing') }, noNumbers]}
        >
          <Input maxLength={60} placeholder={t('park.hostHint')} data-add-host />
        </Form.Item>
        <Form.Item name="note" label={t('park.note')} rules={[noNumbers]}>
          <Input maxLength={60} placeholder={t('park.noteHint')} />
        </Form.Item>
      </div>
      <Button type="primary" htmlType="submit" loading={isBusy} data-action="add-vehicle-save">
        {t('park.add')}
      </Button>
    </Form>
  );
}

/** What is wrong with the vehicle is said in both languages by the core. */
function whyOf(error: unknown, words: Words): string {
  const [zh, en] = (error instanceof AppError && error.detail?.split(' / ')) || [];
  return (words.zh ? zh : en) ?? words.errorText(error);
}

function vehicleOf({ plate, kind, list, period, host, note }: Fields, purposeId: string): NewParkVehicle {
  const [from, until] = list === 'visitor' ? period : [null, null];
  return {
    ...{ purposeId, plate, kind, list, host: host.trim(), note: (note ?? '').trim() },
    ...{ fromMs: from?.startOf('minute').valueOf() ?? null, untilMs: until?.valueOf() ?? null },
  };
}
