// A list as a CSV file: good lines stay, of bad ones number and reason are told.
//
// For tests: data-import-list-file, data-list-added, data-bad-line (number).
import { InboxOutlined } from '@ant-design/icons';
import type { ParkImportReport } from '@brightwall/protocol/park';
import { Alert, App, Modal, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formOf } from '../../net/import-upload.ts';
import { rest } from '../../net/rest.ts';
import { useUnderCase } from '../../ui/useUnderCase.ts';
import { useWords } from '../../ui/useWords.ts';
import styles from './park.module.css';

export function ImportListDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [report, setReport] = useState<ParkImportReport | null>(null);
  const { isBusy, act } = useUnderCase();

  async function send(file: File) {
    const form = await formOf(file);
    if (!form?.type.startsWith('text/csv') || form.gzip) return void message.error(t('park.importDrop'));
    setReport(null);
    await act(async purposeId => setReport(await rest.importParkList(file, form.type, purposeId)));
  }

  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      width="min(44rem, 94vw)"
      title={t('park.import')}
      afterClose={() => setReport(null)}
    >
      <Alert className={styles.about} type="info" showIcon title={t('park.noPerson')} />
      <Upload.Dragger
        accept=".csv"
        multiple={false}
        showUploadList={false}
        disabled={isBusy}
        beforeUpload={file => {
          void send(file);
          return false;
        }}
      >
        <p>
          <InboxOutlined /> <b>{t('park.importDrop')}</b>
        </p>
        <p className={styles.dim}>{t('park.importColumns')}</p>
      </Upload.Dragger>
      {report && (
        <section className={styles.report} data-list-added={report.added}>
          <Alert
            type={report.bad > 0 ? 'warning' : 'success'}
            showIcon
            title={t('park.importDone', { ...report })}
          />
          {report.badLines.length > 0 && (
            <div className={styles.badLines}>
              <table>
                <thead>
                  <tr>
                    <th>{t('park.line')}</th>
                    <th>{t('park.reason')}</th>
                  </tr>
                </thead>
                <tbody>
                  {report.badLines.map(bad => (
                    <tr key={bad.line} data-bad-line={bad.line}>
                      <td>{bad.line}</td>
                      <td>{words.zh ? bad.zh : bad.en}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </section>
      )}
    </Modal>
  );
}
