// An entry of the watch list, what has happened to it, and the steps that this user may take.
//
// For tests: data-entry (id), data-entry-state, data-entry-step (kind).
import {
  type TakeWatchStep,
  type WatchEntry,
  watchDecisions,
  watchSteps,
} from '@brightwall/protocol/watch-list';
import { App, Button, Input, Modal, Tag, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { useSession } from '../../state/session.ts';
import { useWords } from '../../ui/useWords.ts';
import styles from './alerts.module.css';
import { shownState, useConditions } from './entry-texts.ts';

const tones = {
  applied: 'warning',
  'withdrawal-applied': 'warning',
  active: 'success',
  refused: 'default',
  withdrawn: 'default',
  expired: 'default',
} as const;

export function EntryRow({ entry, nowMs }: { entry: WatchEntry; nowMs: number }) {
  const { t } = useTranslation();
  const words = useWords();
  const conditions = useConditions(entry);
  const state = shownState(entry, nowMs);
  const last = entry.steps.at(-1);
  const history = entry.steps
    .map(({ kind, username, atMs, note }) =>
      [t(`watch.entrySteps.${kind}`), username, words.dayTime(atMs), note].filter(Boolean).join(' '),
    )
    .join('\n');
  return (
    <article className={styles.entry} data-entry={entry.id} data-entry-state={state}>
      <span className={styles.pattern}>{entry.plate}</span>
      <p title={conditions}>{conditions}</p>
      <div>
        <p title={entry.reason}>{entry.reason}</p>
        <p className={styles.dim} title={`${entry.caseNumber} · ${entry.unit}`}>
          {entry.caseNumber} · {entry.unit}
        </p>
      </div>
      <p className={styles.dim}>
        {words.dayTime(entry.fromMs)}
        <br />
        {words.dayTime(entry.untilMs)}
      </p>
      <Tooltip title={<span style={{ whiteSpace: 'pre-line' }}>{history}</span>}>
        <div>
          <Tag color={tones[state]}>{t(`watch.entryStates.${state}`)}</Tag>
          <p className={styles.dim}>{last?.username}</p>
        </div>
      </Tooltip>
      <div className={styles.entryActs}>{state !== 'expired' && <Steps entry={entry} />}</div>
    </article>
  );
}

function Steps({ entry }: { entry: WatchEntry }) {
  const { t } = useTranslation();
  const me = useSession(({ session }) => (session.kind === 'signed-in' ? session.user.username : ''));
  const kinds = Object.keys(watchSteps[entry.state]) as TakeWatchStep['kind'][];
  const asked = entry.steps.findLast(({ kind }) => kind === 'apply' || kind === 'apply-withdrawal');
  if (kinds.some(kind => watchDecisions.has(kind)) && asked?.username === me)
    return <span className={styles.dim}>{t('watch.byOther')}</span>;
  return kinds.map(kind => <Step key={kind} entry={entry} kind={kind} />);
}

function Step({ entry, kind }: { entry: WatchEntry; kind: TakeWatchStep['kind'] }) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [isAsking, setAsking] = useState(false);
  const [note, setNote] = useState('');
  async function take() {
    try {
      await rest.watchStep(entry.id, { kind, note: note.trim() });
      setAsking(false);
    } catch (error) {
      void message.error(words.errorText(error));
    }
  }
  return (
    <>
      <Button
        size="small"
        type={kind === 'approve' ? 'primary' : 'default'}
        danger={kind === 'refuse'}
        onClick={() => setAsking(true)}
        data-entry-step={kind}
      >
        {t(`watch.entrySteps.${kind}`)}
      </Button>
      <Modal
        open={isAsking}
        title={t(`watch.entrySteps.${kind}`)}
        okText={t('watch.confirm')}
        okButtonProps={{ id: 'confirm-step' }}
        onOk={take}
        onCancel={() => setAsking(false)}
        destroyOnHidden
        centered
      >
        <p className={styles.pattern}>{entry.plate}</p>
        <p className={styles.clip}>{entry.reason}</p>
        <Input
          value={note}
          maxLength={500}
          onChange={({ target }) => setNote(target.value)}
          placeholder={t('watch.stepNote')}
        />
      </Modal>
    </>
  );
}
