import { CheckCircleOutlined, LoadingOutlined, WarningOutlined } from '@ant-design/icons';
import type { PassageImport } from '@brightwall/protocol/passage-import';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useImports } from '../../state/imports.ts';
import { useWords } from '../../ui/useWords.ts';
import { ImportCounts } from './ImportCounts.tsx';
import styles from './imports.module.css';

const icons = {
  running: <LoadingOutlined />,
  whole: <CheckCircleOutlined />,
  'broken-off': <WarningOutlined />,
};

/** Those that run, of anybody, and those that were. */
export function ImportList() {
  const { t } = useTranslation();
  const list = useImports(state => state.list);
  return (
    <section>
      <h3 className={styles.listHead}>{t('imports.history')}</h3>
      {list?.length === 0 && <p className={styles.hint}>{t('imports.historyNone')}</p>}
      <ul className={styles.list}>
        {list?.map(told => (
          <Row key={told.id} told={told} />
        ))}
      </ul>
    </section>
  );
}

function Row({ told }: { told: PassageImport }) {
  const { t } = useTranslation();
  const words = useWords();
  const { id, state, beganMs, username, system, fileName, part } = told;
  return (
    <li className={styles.row} data-import-row={id} data-state={state}>
      <span className={styles.state} data-state={state}>
        {icons[state]} {t(`imports.${state}`)}
      </span>
      <span className={styles.file} title={fileName}>
        {fileName || t('imports.posted')}
      </span>
      <ImportCounts {...told} />
      <span className={styles.when}>
        {words.moment(beganMs)} · {t('imports.who', { user: username, system })}
      </span>
      {state === 'running' && part !== null && (
        <Progress className={styles.progress} percent={Math.floor(part * 100)} status="active" />
      )}
    </li>
  );
}
