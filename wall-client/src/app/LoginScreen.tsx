import { LockOutlined, UserOutlined } from '@ant-design/icons';
import { AppError } from '@brightwall/protocol/errors';
import type { SignIn } from '@brightwall/protocol/wall-messages';
import { Alert, Button, Form, Input, type InputRef } from 'antd';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../net/rest.ts';
import { sessionOf, setSession } from '../state/session.ts';
import { useWords } from '../ui/useWords.ts';
import styles from './GateFrame.module.css';
import { GateFrame } from './GateFrame.tsx';

export function LoginScreen({ notice }: { notice: AppError | 'ended-elsewhere' | null }) {
  const { t } = useTranslation();
  const words = useWords();
  const [form] = Form.useForm<SignIn>();
  const password = useRef<InputRef>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [capsLock, setCapsLock] = useState(false);

  async function signIn(body: SignIn) {
    setBusy(true);
    setError(null);
    try {
      setSession(sessionOf(await rest.signIn(body)));
    } catch (caught) {
      setBusy(false);
      setError(caught instanceof AppError ? caught : new AppError('internal'));
      form.setFieldValue('password', '');
      password.current?.focus();
    }
  }

  const unreachable = (failure: AppError) => failure.code === 'timed-out';
  const shown =
    error !== null
      ? { type: 'error' as const, text: unreachable(error) ? t('login.unreachable') : words.errorText(error) }
      : notice === 'ended-elsewhere'
        ? { type: 'info' as const, text: t('login.ended') }
        : notice !== null
          ? {
              type: 'warning' as const,
              text: unreachable(notice) ? t('login.unreachable') : words.errorText(notice),
            }
          : null;

  return (
    <GateFrame>
      <h2>{t('login.title')}</h2>
      {shown && <Alert className={styles.note} type={shown.type} title={shown.text} showIcon role="alert" />}
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={signIn}>
        <Form.Item
          name="username"
          label={t('login.username')}
          rules={[{ required: true, message: t('login.usernameMissing') }]}
        >
          <Input
            prefix={<UserOutlined />}
            autoComplete="username"
            autoFocus
            maxLength={64}
            spellCheck={false}
          />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('login.password')}
          rules={[{ required: true, message: t('login.passwordMissing') }]}
          extra={capsLock ? t('login.capsLock') : undefined}
        >
          <Input.Password
            ref={password}
            prefix={<LockOutlined />}
            autoComplete="current-password"
            maxLength={256}
            onKeyUp={(event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'))}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t('login.submit')}
        </Button>
      </Form>
      <p className={styles.hint}>{t('login.firstRun')}</p>
    </GateFrame>
  );
}
