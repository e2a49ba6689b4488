import { InboxOutlined } from '@ant-design/icons';
import { App, Input, Upload } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formOf } from '../../net/import-upload.ts';
import { sendPassages, useImports } from '../../state/imports.ts';
import styles from './imports.module.css';

/** Where from, and which file; it goes as soon as it is chosen. */
export function ImportForm() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [system, setSystem] = useState('');
  const id = useId();
  const [asked, setAsked] = useState(false);
  const sending = useImports(state => state.sending.kind === 'sending');
  const name = system.trim();

  async function take(file: File) {
    setAsked(true);
    if (name === '') return;
    const form = await formOf(file);
    if (form) await sendPassages(file, form, name);
    else message.error(t('imports.wrongType', { name: file.name }));
  }

  return (
    <div className={styles.form}>
      <div className={styles.system}>
        <label htmlFor={id}>{t('imports.system')}</label>
        <Input
          id={id}
          value={system}
          maxLength={64}
          status={asked && name === '' ? 'error' : ''}
          onChange={({ target }) => setSystem(target.value)}
          data-field="system"
        />
        <small className={asked && name === '' ? styles.wrong : styles.hint}>
          {asked && name === '' ? t('imports.needSystem') : t('imports.systemHint')}
        </small>
      </div>
      <Upload.Dragger
        accept=".csv,.jsonl,.ndjson,.gz"
        multiple={false}
        showUploadList={false}
        disabled={sending}
        beforeUpload={file => {
          void take(file);
          return false;
        }}
      >
        <p className={styles.drop}>
          <InboxOutlined className={styles.dropIcon} />
          <b>{t('imports.drop')}</b>
          <span>{t('imports.formats')}</span>
        </p>
      </Upload.Dragger>
      <details className={styles.fields}>
        <summary>{t('imports.fields')}</summary>
        <p>{t('imports.fieldsText')}</p>
      </details>
    </div>
  );
}
