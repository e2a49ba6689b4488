// 存入案件: a title and a note for what is saved.
//
// For tests: data-save-dialog.
import { savedLengths } from '@brightwall/protocol/saved';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCase } from '../state/case.ts';
import { saving, useSaved } from '../state/saved.ts';
import styles from './Saved.module.css';
import { useWords } from './useWords.ts';

export function SaveDialog() {
  const { t } = useTranslation();
  const toSave = useSaved(state => state.toSave);
  return (
    <Modal
      open={toSave !== null}
      onCancel={saving.leave}
      footer={null}
      destroyOnHidden
      width="min(40rem, 94vw)"
      title={t('saved.save')}
    >
      <SaveForm />
    </Modal>
  );
}

function SaveForm() {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [isSending, setSending] = useState(false);
  const toSave = useSaved(state => state.toSave);
  const purpose = useCase(state => state.purpose);

  async function send({ title, note = '' }: { title: string; note?: string }) {
    setSending(true);
    try {
      const { results, caseNumber } = await saving.save(title, note);
      message.success(t('saved.done', { count: results, caseNumber }));
    } catch (error) {
      void message.error(words.errorText(error));
    } finally {
      setSending(false);
    }
  }

  return (
    <Form
      name="save"
      layout="vertical"
      requiredMark={false}
      initialValues={{ title: toSave?.title }}
      onFinish={values => void send(values)}
      data-save-dialog
    >
      <p className={styles.why}>
        <b>{purpose?.caseNumber}</b> {purpose?.reason}
      </p>
      <Form.Item
        name="title"
        label={t('saved.title')}
        rules={[{ required: true, whitespace: true, message: t('saved.titleMissing') }]}
      >
        <Input autoFocus maxLength={savedLengths.title} />
      </Form.Item>
      <Form.Item name="note" label={t('saved.note')}>
        <Input.TextArea rows={4} maxLength={savedLengths.note} showCount />
      </Form.Item>
      <p className={styles.why}>{t('saved.why')}</p>
      <Button type="primary" htmlType="submit" loading={isSending} data-action="save-submit">
        {t('saved.save')}
      </Button>
    </Form>
  );
}
