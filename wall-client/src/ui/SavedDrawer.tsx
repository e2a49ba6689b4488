// One's cases, and what is saved in the one that is chosen: opened as it was, exported, deleted.
//
// For tests: data-saved-cases, data-saved (id), data-action saved-open | saved-export | saved-delete.
import { DeleteOutlined, DownloadOutlined } from '@ant-design/icons';
import type { SavedResult } from '@brightwall/protocol/saved';
import { App, Button, Drawer, Popconfirm, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { rest } from '../net/rest.ts';
import { saving, useSaved } from '../state/saved.ts';
import { downloadFile } from './download-file.ts';
import styles from './Saved.module.css';
import { useWords, type Words } from './useWords.ts';

export function SavedDrawer() {
  const { t } = useTranslation();
  const { isOpen, cases, chosen } = useSaved();
  const act = useAct();
  return (
    <Drawer open={isOpen} onClose={saving.closeCases} size="min(64rem, 94vw)" title={t('saved.cases')}>
      {cases === null ? (
        <Spin />
      ) : cases.length === 0 ? (
        <p className={styles.why}>{t('saved.noCases')}</p>
      ) : (
        <div className={styles.drawer} data-saved-cases={cases.length}>
          <nav className={styles.cases} aria-label={t('saved.cases')}>
            {cases.map(one => (
              <button
                key={one.purpose.caseNumber}
                type="button"
                aria-current={one === chosen}
                onClick={() => act(saving.choose(one))}
              >
                <b>{one.purpose.caseNumber}</b>
                <span className={styles.count}>{one.saved}</span>
                <span className={styles.reason}>{one.purpose.reason}</span>
              </button>
            ))}
          </nav>
          <SavedList />
        </div>
      )}
    </Drawer>
  );
}

function SavedList() {
  const { t } = useTranslation();
  const saved = useSaved(state => state.saved);
  if (saved === null) return <Spin />;
  return (
    <section>
      <p className={styles.why}>{t('saved.keeps')}</p>
      {saved.length === 0 && <p className={styles.why}>{t('saved.none')}</p>}
      <ul className={styles.saved}>
        {saved.map(one => (
          <Saved key={one.id} saved={one} />
        ))}
      </ul>
    </section>
  );
}

function Saved({ saved }: { saved: SavedResult }) {
  const { t } = useTranslation();
  const words = useWords();
  const chosen = useSaved(state => state.chosen);
  const act = useAct();
  const { id, kind, analysis, title, note, results, takenMs, savedBy, mayDelete } = saved;
  return (
    <li data-saved={id}>
      <button type="button" onClick={() => act(saving.open(saved))} data-action="saved-open">
        <span className={styles.kind}>
          {analysis
            ? t(`saved.analyses.${analysis}`)
            : t(kind === 'track' ? 'saved.kinds.track' : 'saved.kinds.search')}
        </span>
        <b>{title}</b>
        <span className={styles.dim}>
          {t('saved.results', { count: results })} · {words.moment(takenMs)} · {savedBy}
        </span>
        {note && <span className={styles.note}>{note}</span>}
      </button>
      <Button
        icon={<DownloadOutlined />}
        onClick={() =>
          chosen &&
          act(rest.savedTable(id, chosen.purpose.id).then(file => downloadFile(file, `${title}.csv`)))
        }
        title={t('saved.export')}
        aria-label={t('saved.export')}
        data-action="saved-export"
      />
      <Popconfirm
        title={t('saved.deleteSure')}
        onConfirm={() => act(saving.remove(saved))}
        disabled={!mayDelete}
      >
        <Button
          icon={<DeleteOutlined />}
          danger
          disabled={!mayDelete}
          title={t(mayDelete ? 'saved.delete' : 'saved.deleteNot')}
          aria-label={t('saved.delete')}
          data-action="saved-delete"
        />
      </Popconfirm>
    </li>
  );
}

/** What fails is said. */
function useAct(): (done: Promise<void>) => void {
  const words: Words = useWords();
  const { message } = App.useApp();
  return done => void done.catch(error => message.error(words.errorText(error)));
}
