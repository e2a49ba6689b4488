// 申请布控: which vehicle, where and when, until when and why. The case is asked for first.
//
// For tests: data-apply, data-apply-plate, data-apply-reason, data-action apply-submit.
import { PlateColour, PlateKind } from '@brightwall/protocol/plate';
import {
  longestWatchMs,
  mostWatchAreas,
  mostWatchCameras,
  type NewWatchEntry,
} from '@brightwall/protocol/watch-list';
import { App, Button, Checkbox, DatePicker, Form, Input, Modal, Select, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { everywhere, type Where } from '../../state/where.ts';
import { CameraChoice } from '../../ui/CameraChoice.tsx';
import { CaseChip } from '../../ui/CaseChip.tsx';
import { useUnderCase } from '../../ui/useUnderCase.ts';
import { useWords } from '../../ui/useWords.ts';
import styles from './alerts.module.css';

interface Fields {
  plate: string;
  tolerant: boolean;
  kinds: NewWatchEntry['kinds'];
  colours: NewWatchEntry['colours'];
  where?: Where;
  days: number[];
  hours: [Dayjs, Dayjs] | null;
  until: Dayjs;
  reason: string;
}

const colours = PlateColour.anyOf.map(({ const: colour }) => colour);
const kinds = PlateKind.anyOf.map(({ const: kind }) => kind);
/** A millionth of a degree is a tenth of a metre. */
const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
const minuteOf = (at: Dayjs) => at.hour() * 60 + at.minute();

export function ApplyDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
      width="min(48rem, 94vw)"
      title={t('watch.apply')}
    >
      <ApplyForm onDone={onClose} />
    </Modal>
  );
}

function ApplyForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const { isBusy, act } = useUnderCase();
  const days = new Intl.DateTimeFormat(words.locale, { weekday: 'short', timeZone: 'UTC' });

  async function send(fields: Fields) {
    if (!(await act(purposeId => rest.applyForWatch(entryOf(fields, purposeId))))) return;
    message.success(t('watch.applied'));
    onDone();
  }

  const some = { mode: 'multiple', maxTagCount: 'responsive', allowClear: true } as const;
  return (
    <Form<Fields>
      // Its fields' ids are apart from those of the case's form, which opens above it.
      name="watch"
      layout="vertical"
      requiredMark={false}
      onFinish={fields => void send(fields)}
      initialValues={{ until: dayjs().add(7, 'day').endOf('day') }}
      data-apply
    >
      <Form.Item label={t('watch.applyFor')}>
        <CaseChip />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item
          name="plate"
          label={t('watch.plate')}
          extra={t('watch.plateHint')}
          rules={[{ required: true, min: 4, message: t('watch.plateWrong') }]}
        >
          <Input autoFocus maxLength={24} data-apply-plate />
        </Form.Item>
        <Form.Item name="tolerant" valuePropName="checked" label=" " extra={t('watch.tolerantHint')}>
          <Checkbox>{t('watch.tolerant')}</Checkbox>
        </Form.Item>
        <Form.Item name="kinds" label={t('passages.kind')}>
          <Select
            {...some}
            placeholder={t('watch.kinds')}
            options={kinds.map(value => ({ value, label: t(`passages.kinds.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="colours" label={t('passages.colour')}>
          <Select
            {...some}
            placeholder={t('watch.colours')}
            options={colours.map(value => ({ value, label: t(`passages.colours.${value}`) }))}
          />
        </Form.Item>
      </div>
      <Form.Item name="where" label={t('watch.where')}>
        <CameraChoice most={mostWatchCameras} mostAreas={mostWatchAreas} placeholder={t('watch.anywhere')} />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item name="days" label={t('watch.days')}>
          <Select
            {...some}
            placeholder={t('watch.days')}
            options={[1, 2, 3, 4, 5, 6, 0].map(day => ({
              value: day,
              label: days.format(Date.UTC(1970, 0, 4 + day)),
            }))}
          />
        </Form.Item>
        <Form.Item name="hours" label={t('watch.hours')}>
          <TimePicker.RangePicker className={styles.whole} format="HH:mm" order={false} />
        </Form.Item>
        <Form.Item
          name="until"
          label={t('watch.until')}
          rules={[
            {
              validator: (_, until: Dayjs | null) =>
                until && until.valueOf() > Date.now() && until.valueOf() <= Date.now() + longestWatchMs
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('watch.untilWrong'))),
            },
          ]}
        >
          <DatePicker className={styles.whole} showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('watch.reason')}
          rules={[{ required: true, whitespace: true, min: 4, message: t('case.atLeast', { count: 4 }) }]}
        >
          <Input maxLength={200} placeholder={t('watch.reasonHint')} data-apply-reason />
        </Form.Item>
      </div>
      <Button type="primary" htmlType="submit" loading={isBusy} data-action="apply-submit">
        {t('watch.submit')}
      </Button>
    </Form>
  );
}

function entryOf(fields: Fields, purposeId: string): NewWatchEntry {
  const { days = [], hours, where: { cameraIds, areas } = everywhere } = fields;
  const [from, to] = hours ?? [];
  // Days without hours: the whole of them.
  const window =
    from && to
      ? { days, fromMinute: minuteOf(from), toMinute: minuteOf(to) }
      : days.length > 0
        ? { days, fromMinute: 0, toMinute: 1440 }
        : null;
  return {
    purposeId,
    plate: fields.plate,
    tolerant: fields.tolerant ?? false,
    kinds: fields.kinds ?? [],
    colours: fields.colours ?? [],
    cameraIds: [...cameraIds],
    areas: areas.map(({ name, ring }) => ({
      name,
      ring: ring.map(({ lon, lat }) => [round(lon), round(lat)]),
    })),
    hours: window,
    fromMs: Date.now(),
    untilMs: fields.until.valueOf(),
    reason: fields.reason.trim(),
  };
}
