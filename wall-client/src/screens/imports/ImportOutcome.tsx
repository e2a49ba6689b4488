import { DownloadOutlined } from '@ant-design/icons';
import { errorCatalogue } from '@brightwall/protocol/errors';
import type { ImportReport } from '@brightwall/protocol/passage-import';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useImports } from '../../state/imports.ts';
import { badLinesCsv } from './bad-lines.ts';
import { ImportCounts } from './ImportCounts.tsx';
import styles from './imports.module.css';

/** Shown at once; the file has all that were told. */
const shownLines = 100;

/** What became of the file this page sent. */
export function ImportOutcome() {
  const { t, i18n } = useTranslation();
  const sending = useImports(state => state.sending);
  switch (sending.kind) {
    case 'idle':
      return null;
    case 'sending':
      return (
        <div className={styles.sending} role="status">
          <span>
            {t('imports.sending')} <b>{sending.fileName}</b>
          </span>
          <Button size="small" danger onClick={sending.abort} data-action="cancel-import">
            {t('imports.cancel')}
          </Button>
        </div>
      );
    case 'cancelled':
      return <Alert type="warning" showIcon title={t('imports.cancelled')} />;
    case 'failed': {
      const language = i18n.language === 'en' ? 'en' : 'zh';
      const { code, detail } = sending.error;
      // Written for people in both languages where it comes from here.
      const [zh = '', en = zh] = detail?.split(' / ') ?? [];
      return (
        <Alert
          type="error"
          showIcon
          title={errorCatalogue[code][language]}
          description={language === 'en' ? en : zh}
        />
      );
    }
    case 'done':
      return <Report fileName={sending.fileName} report={sending.report} />;
  }
}

function Report({
  fileName,
  report: { import: told, badLines, why },
}: {
  fileName: string;
  report: ImportReport;
}) {
  const { t, i18n } = useTranslation();
  const language = i18n.language === 'en' ? 'en' : 'zh';
  return (
    <section className={styles.report}>
      <Alert
        type={why ? 'warning' : 'success'}
        showIcon
        title={
          <span className={styles.head}>
            <b>{fileName}</b>
            <ImportCounts {...told} />
          </span>
        }
        description={why?.[language]}
      />
      {badLines.length > 0 && (
        <>
          <header className={styles.badHead}>
            <h3>{t('imports.badTitle')}</h3>
            {told.bad > badLines.length && (
              <span>{t('imports.badMore', { shown: badLines.length, count: told.bad })}</span>
            )}
            <Button
              size="small"
              icon={<DownloadOutlined />}
              onClick={() => save(badLinesCsv(badLines), `${fileName}.bad.csv`)}
              data-action="download-bad"
            >
              {t('imports.download')}
            </Button>
          </header>
          <div className={styles.badLines}>
            <table>
              <thead>
                <tr>
                  <th>{t('imports.line')}</th>
                  <th>{t('imports.reason')}</th>
                </tr>
              </thead>
              <tbody>
                {badLines.slice(0, shownLines).map(bad => (
                  <tr key={bad.line} data-bad-line={bad.line}>
                    <td>{bad.line}</td>
                    <td>{bad[language]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
