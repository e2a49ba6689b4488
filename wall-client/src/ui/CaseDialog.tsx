// Asks once per case why history is looked at: an earlier case of one's own, or a new one.
//
// For tests: data-case-dialog, data-case (id) on the earlier ones.
import { type NewPurpose, type Purpose, purposeLengths } from '@brightwall/protocol/purpose';
import { App, Button, Form, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../net/rest.ts';
import { theCase, useCase } from '../state/case.ts';
import styles from './Case.module.css';
import { useWords } from './useWords.ts';

const { reason, caseNumber, unit } = purposeLengths;

export function CaseDialog() {
  const { t } = useTranslation();
  const isAsking = useCase(state => state.isAsking);
  return (
    <Modal
      open={isAsking}
      onCancel={theCase.leave}
      footer={null}
      destroyOnHidden
      width="min(46rem, 94vw)"
      title={t('case.title')}
    >
      <CaseForm />
    </Modal>
  );
}

function CaseForm() {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [isSending, setSending] = useState(false);
  const mine = useMine();

  async function send(asked: NewPurpose) {
    setSending(true);
    try {
      theCase.choose(await rest.addPurpose(asked));
    } catch (error) {
      void message.error(words.errorText(error));
    } finally {
      setSending(false);
    }
  }

  const rule = ({ min }: { min: number }) => ({
    required: true,
    whitespace: true,
    min,
    message: t('case.atLeast', { count: min }),
  });
  return (
    <div className={styles.dialog} data-case-dialog>
      <p className={styles.why}>{t('case.why')}</p>
      {mine.length > 0 && (
        <section>
          <h3>{t('case.mine')}</h3>
          <ul className={styles.mine}>
            {mine.map(purpose => (
              <li key={purpose.id}>
                <button type="button" onClick={() => theCase.choose(purpose)} data-case={purpose.id}>
                  <b>{purpose.caseNumber}</b>
                  <span>{purpose.reason}</span>
                  <span>{purpose.unit}</span>
                  <time>{words.time(purpose.createdMs)}</time>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <h3>{t('case.new')}</h3>
      <Form<NewPurpose>
        layout="vertical"
        requiredMark={false}
        initialValues={{ unit: mine[0]?.unit ?? '' }}
        key={mine[0]?.id ?? ''}
        onFinish={asked => void send(asked)}
      >
        <Form.Item name="reason" label={t('case.reason')} rules={[rule(reason)]}>
          <Input autoFocus maxLength={reason.max} placeholder={t('case.reasonHint')} />
        </Form.Item>
        <div className={styles.pair}>
          <Form.Item name="caseNumber" label={t('case.number')} rules={[rule(caseNumber)]}>
            <Input maxLength={caseNumber.max} placeholder={t('case.numberHint')} />
          </Form.Item>
          <Form.Item name="unit" label={t('case.unit')} rules={[rule(unit)]}>
            <Input maxLength={unit.max} placeholder={t('case.unitHint')} />
          </Form.Item>
        </div>
        <Button type="primary" htmlType="submit" loading={isSending} data-action="case-save">
          {t('case.save')}
        </Button>
      </Form>
    </div>
  );
}

/** One's own, newest first, each case once; none while they are not here. */
function useMine(): readonly Purpose[] {
  const [mine, setMine] = useState<readonly Purpose[]>([]);
  useEffect(() => {
    let isOpen = true;
    rest.purposes().then(
      all => isOpen && setMine(newestOfEach(all)),
      () => undefined,
    );
    return () => {
      isOpen = false;
    };
  }, []);
  return mine;
}

function newestOfEach(all: readonly Purpose[]): Purpose[] {
  const seen = new Set<string>();
  return all.filter(({ caseNumber: number, reason: why, unit: of }) => {
    const key = JSON.stringify([number, why, of]);
    return !seen.has(key) && seen.add(key);
  });
}
