import type { AnalysisColumn, Evidence } from '@brightwall/protocol/analysis';
import type { PlateColour, PlateKind } from '@brightwall/protocol/plate';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../state/cameras.ts';
import { useWords } from '../../ui/useWords.ts';
import styles from './analysis.module.css';

const reasons = ['speed', 'look', 'same', 'misread', 'road', 'line', 'surveyed'] as const;

export function Cell({ column, value }: { column: AnalysisColumn; value: string | number | null }) {
  const { t } = useTranslation();
  const words = useWords();
  if (value === null) return '–';
  switch (column.type) {
    case 'plate':
      return <b className={styles.plate}>{value}</b>;
    case 'kind':
      return t(`passages.kinds.${value as PlateKind}`);
    case 'colour':
      return t(`passages.colours.${value as PlateColour}`);
    case 'camera':
      return <CameraName id={String(value)} />;
    case 'time':
      return <time>{words.dayTime(Number(value))}</time>;
    case 'number':
      return Number(value).toLocaleString(words.locale, { maximumFractionDigits: 2 });
    default: {
      const reason = reasons.find(one => one === value);
      return reason ? t(`analysis.reasons.${reason}`) : value;
    }
  }
}

export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className={styles.evidence} data-evidence>
      <span className={styles.dim}>{t('analysis.evidenceCount', { count: evidence.length })}</span>
      <ol>
        {evidence.map(({ passageId, plate, cameraId, passedMs }) => (
          <li key={passageId}>
            <time>{words.moment(passedMs)}</time>
            <b className={styles.plate}>{plate}</b>
            <CameraName id={cameraId} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function CameraName({ id }: { id: string }) {
  return useCameras(state => state.cameras.get(id)?.name) ?? id;
}
