// Passages of other systems: a file in, how far it is, what was wrong with it, and who imported what before.
//
// For tests: data-import-state (idle | sending | done | cancelled | failed), data-import-row (id) with
// data-state, data-action download-bad | cancel-import.
import { Modal } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { refreshImports, useImports } from '../../state/imports.ts';
import { ImportForm } from './ImportForm.tsx';
import { ImportList } from './ImportList.tsx';
import { ImportOutcome } from './ImportOutcome.tsx';
import styles from './imports.module.css';

/** Asked this often while something runs, and otherwise, ms. */
const everyMs = { running: 500, idle: 5_000 };

export default function ImportsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const kind = useImports(state => state.sending.kind);
  const runs = useImports(state => state.list?.some(({ state }) => state === 'running') === true);
  const often = runs || kind === 'sending';
  useEffect(() => {
    if (!open) return;
    void refreshImports();
    const timer = setInterval(() => void refreshImports(), often ? everyMs.running : everyMs.idle);
    return () => clearInterval(timer);
  }, [open, often]);
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      width="min(64rem, 94vw)"
      centered
      title={t('imports.title')}
    >
      <div className={styles.dialog} data-import-state={kind}>
        <p className={styles.about}>{t('imports.about')}</p>
        <ImportForm />
        <ImportOutcome />
        <ImportList />
      </div>
    </Modal>
  );
}
