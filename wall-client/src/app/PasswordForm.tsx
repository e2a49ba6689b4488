// Old password, new password twice; used at the first sign-in and from the account menu.
import { AppError, errorCatalogue } from '@brightwall/protocol/errors';
import type { SessionUser } from '@brightwall/protocol/wall-messages';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../net/rest.ts';
import { useWords } from '../ui/useWords.ts';
import styles from './GateFrame.module.css';

/** The core's own rule (errors.ts, weak-password); the page only says it earlier. */
const shortest = 10;

interface Fields {
  oldPassword: string;
  newPassword: string;
  repeat: string;
}

export function PasswordForm({ submit, onDone }: { submit: string; onDone: (user: SessionUser) => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);

  async function change({ oldPassword, newPassword }: Fields) {
    setBusy(true);
    setError(null);
    try {
      onDone(await rest.changePassword({ oldPassword, newPassword }));
    } catch (caught) {
      setError(
        caught instanceof AppError && caught.code in errorCatalogue ? caught : new AppError('internal'),
      );
    } finally {
      setBusy(false);
    }
  }

  const missing = { required: true, message: t('password.missing') };
  return (
    <Form<Fields> layout="vertical" size="large" requiredMark={false} onFinish={change}>
      {error && (
        <Alert className={styles.note} type="error" title={words.errorText(error)} showIcon role="alert" />
      )}
      <Form.Item name="oldPassword" label={t('password.old')} rules={[missing]}>
        <Input.Password autoComplete="current-password" maxLength={256} autoFocus />
      </Form.Item>
      <Form.Item
        name="newPassword"
        label={t('password.next')}
        extra={t('password.rule')}
        validateFirst
        rules={[
          missing,
          {
            validator: (_rule, value: string) =>
              value.length >= shortest
                ? Promise.resolve()
                : Promise.reject(new Error(t('password.tooShort', { count: shortest - value.length }))),
          },
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t('password.repeat')}
        dependencies={['newPassword']}
        validateFirst
        rules={[
          missing,
          ({ getFieldValue }) => ({
            validator: (_rule, value: string) =>
              value === getFieldValue('newPassword')
                ? Promise.resolve()
                : Promise.reject(new Error(t('password.notSame'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {submit}
      </Button>
    </Form>
  );
}
