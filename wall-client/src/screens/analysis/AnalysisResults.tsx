// The rows of a result, each with the passages behind it; and the same as a file.
import { DownloadOutlined } from '@ant-design/icons';
import type { AnalysisInfo, AnalysisName, AnalysisRow } from '@brightwall/protocol/analysis';
import { Alert, App, Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { analysing, type Terms, useAnalysis } from '../../state/analysis.ts';
import type { OdShown } from '../../state/od-flows.ts';
import { saving, type ToSave } from '../../state/saved.ts';
import { downloadFile } from '../../ui/download-file.ts';
import { SaveButton } from '../../ui/SaveButton.tsx';
import { SnapshotBanner } from '../../ui/SnapshotBanner.tsx';
import { useSavedKeys } from '../../ui/useSavedKeys.ts';
import { useWords } from '../../ui/useWords.ts';
import styles from './analysis.module.css';
import { Cell, EvidenceList } from './Cells.tsx';
import { FlowChart } from './charts/FlowChart.tsx';
import { OdCharts } from './charts/OdCharts.tsx';

export function AnalysisResults({ info }: { info: Omit<AnalysisInfo, 'terms'> }) {
  const { t } = useTranslation();
  const words = useWords();
  const status = useAnalysis(state => state.status);
  const toSave =
    status.kind === 'done' && !status.snapshot
      ? analysisToSave(info.name, info[words.zh ? 'zh' : 'en'].title, status.asked)
      : null;
  useSavedKeys(() => saving.ask(toSave));
  if (status.kind === 'idle' || status.kind === 'running')
    return <p className={styles.empty}>{status.kind === 'idle' && t('analysis.idle')}</p>;
  if (status.kind === 'failed')
    return (
      <div className={styles.empty}>
        <Alert
          type="error"
          showIcon
          title={words.errorText(status.error)}
          description={[status.error.detail, t('analysis.failedTodo')].filter(Boolean).join(' · ')}
        />
      </div>
    );
  const { rows, more } = status.result;
  const banner = status.snapshot && (
    <SnapshotBanner
      saved={status.snapshot.saved}
      onAgain={() => void analysing.run(info.name, status.asked)}
    />
  );
  if (rows.length === 0)
    return (
      <div className={styles.empty}>
        {banner}
        <h3>{t('analysis.none')}</h3>
        <p>{t('analysis.noneTodo')}</p>
      </div>
    );
  return (
    <section className={styles.results}>
      {banner}
      <header className={styles.head}>
        <h2>{t('analysis.rows', { count: rows.length })}</h2>
        {more && <span className={styles.dim}>{t('analysis.more')}</span>}
        <SaveButton className={styles.right ?? ''} what={toSave} />
        {!status.snapshot && <Export name={info.name} />}
      </header>
      <div className={styles.table}>
        {info.name === 'flow' && <FlowChart rows={rows} />}
        {info.name === 'od' && <OdCharts rows={rows} areas={status.asked.areas as OdShown['areas']} />}
        <Table<AnalysisRow & { n: number }>
          size="small"
          rowKey="n"
          dataSource={rows.map((row, n) => ({ ...row, n }))}
          pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
          columns={info.columns.map(column => ({
            key: column.key,
            title: column[words.zh ? 'zh' : 'en'],
            render: (_, row) => <Cell column={column} value={row.values[column.key] ?? null} />,
          }))}
          expandable={{
            rowExpandable: ({ evidence }) => evidence.length > 0,
            expandedRowRender: ({ evidence }) => <EvidenceList evidence={evidence} />,
          }}
        />
      </div>
    </section>
  );
}

function Export({ name }: { name: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  async function save() {
    try {
      const table = await analysing.table();
      if (!table) return;
      downloadFile(table, `${name}.csv`);
    } catch (error) {
      void message.error(words.errorText(error));
    }
  }
  return (
    <Button icon={<DownloadOutlined />} onClick={() => void save()} data-action="export">
      {t('analysis.export')}
    </Button>
  );
}

function analysisToSave(name: AnalysisName, title: string, terms: Terms): ToSave {
  const plate = typeof terms.plate === 'string' ? ` ${terms.plate}` : '';
  return { what: { kind: 'analysis', name, terms }, title: `${title}${plate}` };
}
