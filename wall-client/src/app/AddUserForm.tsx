// A second user, so that one can decide what the other asks for.
import { App, Button, Form, Input, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../net/rest.ts';
import { useWords } from '../ui/useWords.ts';

export function AddUserForm() {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [added, setAdded] = useState<{ username: string; password: string } | null>(null);
  async function add({ username }: { username: string }) {
    try {
      setAdded(await rest.addUser(username.trim()));
    } catch (error) {
      void message.error(words.errorText(error));
    }
  }
  if (added)
    return (
      <div>
        <p>{t('watch.firstPassword', { username: added.username })}</p>
        <Typography.Text copyable code data-first-password>
          {added.password}
        </Typography.Text>
      </div>
    );
  return (
    <Form layout="vertical" requiredMark={false} onFinish={values => void add(values)}>
      <p>{t('watch.addUserWhy')}</p>
      <Form.Item
        name="username"
        label={t('watch.newUsername')}
        rules={[{ required: true, pattern: /^[\p{L}\p{N}._-]{2,64}$/u, message: t('watch.usernameWrong') }]}
      >
        <Input autoFocus maxLength={64} autoComplete="off" data-new-username />
      </Form.Item>
      <Button type="primary" htmlType="submit" data-action="add-user-save">
        {t('watch.addUser')}
      </Button>
    </Form>
  );
}
