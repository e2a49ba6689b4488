// 车辆研判: choose one, read what it can and cannot say, fill in its terms, see the rows and the passages behind them.
//
// For tests the root carries data-analysis (name), data-analysis-status, data-rows.
import { Spin } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { analysing, useAnalysis } from '../../state/analysis.ts';
import { CaseChip } from '../../ui/CaseChip.tsx';
import { CasesButton } from '../../ui/CasesButton.tsx';
import { useWords } from '../../ui/useWords.ts';
import { AnalysisResults } from './AnalysisResults.tsx';
import styles from './analysis.module.css';
import { TermsForm } from './TermsForm.tsx';

export default function AnalysisScreen() {
  const { t } = useTranslation();
  const words = useWords();
  const { list, chosen, status } = useAnalysis();
  useEffect(() => void analysing.load(), []);
  const info = list.find(({ name }) => name === chosen);
  const snapshot = status.kind === 'done' ? status.snapshot : null;
  const text = (snapshot?.info ?? info)?.[words.zh ? 'zh' : 'en'];
  return (
    <div
      className={styles.screen}
      data-analysis={chosen}
      data-analysis-status={status.kind}
      data-rows={status.kind === 'done' ? status.result.rows.length : ''}
    >
      <nav className={styles.list} aria-label={t('analysis.choose')}>
        {list.map(one => (
          <button
            key={one.name}
            type="button"
            aria-current={one.name === chosen}
            onClick={() => analysing.choose(one.name)}
            data-choose={one.name}
          >
            {one[words.zh ? 'zh' : 'en'].title}
          </button>
        ))}
      </nav>
      {info && text ? (
        <>
          <section className={styles.asked}>
            <div className={styles.cases}>
              <CaseChip />
              <CasesButton />
            </div>
            <h2>{text.title}</h2>
            <h3>{t('analysis.about')}</h3>
            <p className={styles.about}>{text.explanation}</p>
            <h3>{t('analysis.terms')}</h3>
            <TermsForm key={`${info.name} ${snapshot?.saved.id}`} info={info} />
          </section>
          <AnalysisResults info={snapshot?.info ?? info} />
        </>
      ) : (
        status.kind !== 'failed' && <Spin className={styles.wait} />
      )}
      {!info && status.kind === 'failed' && <p className={styles.wait}>{words.errorText(status.error)}</p>}
    </div>
  );
}
