// 签收 → 核查 → 处置 → 反馈: what was done, by whom and when, and the one step that is next.
//
// For tests: data-step (kind) on those taken, data-next-step, data-step-note.
import { type AlertStepKind, nextAlertStep, type WatchAlert } from '@brightwall/protocol/watch-alert';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { useWords } from '../../ui/useWords.ts';
import styles from './alerts.module.css';

export function AlertSteps({ alert }: { alert: WatchAlert }) {
  const { t } = useTranslation();
  const words = useWords();
  const next = nextAlertStep[alert.state];
  return (
    <section className={styles.steps}>
      <ol>
        {alert.steps.map(step => (
          <li key={step.kind} data-step={step.kind}>
            <b>{t(`watch.steps.${step.kind}`)}</b>
            <span>{step.username}</span>
            <time>{words.dayTime(step.atMs)}</time>
            {step.note && <p>{step.note}</p>}
          </li>
        ))}
      </ol>
      {/* News of a step comes before its answer: what is written then is of the next step, and a form of its own. */}
      {next && <NextStep key={next.kind} alertId={alert.id} kind={next.kind} />}
    </section>
  );
}

function NextStep({ alertId, kind }: { alertId: string; kind: AlertStepKind }) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [note, setNote] = useState('');
  const [isSending, setSending] = useState(false);
  const needsNote = kind !== 'sign';

  async function take() {
    if (needsNote && note.trim() === '') return void message.warning(t('watch.noteMissing'));
    setSending(true);
    try {
      await rest.alertStep(alertId, { kind, note: note.trim() });
    } catch (error) {
      void message.error(words.errorText(error));
    } finally {
      setSending(false);
    }
  }

  return (
    <div className={styles.next} data-next-step={kind}>
      {needsNote && (
        <Input.TextArea
          rows={2}
          maxLength={500}
          value={note}
          onChange={({ target }) => setNote(target.value.replace(/\p{Cc}/gu, ' '))}
          placeholder={t(`watch.stepHints.${kind}`)}
          aria-label={t(`watch.stepHints.${kind}`)}
          data-step-note
        />
      )}
      <Button type="primary" loading={isSending} onClick={() => void take()} data-action="step">
        {t(`watch.steps.${kind}`)}
      </Button>
    </div>
  );
}
