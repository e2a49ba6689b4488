// The case that looks are made for, always in sight, and a way to another.
import { FolderOpenOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { theCase, useCase } from '../state/case.ts';
import styles from './Case.module.css';

export function CaseChip() {
  const { t } = useTranslation();
  const purpose = useCase(state => state.purpose);
  return (
    <Button
      icon={<FolderOpenOutlined />}
      onClick={() => void theCase.ask()}
      title={purpose ? `${purpose.reason} · ${purpose.unit}` : t('case.why')}
      data-action="case"
      data-case-chosen={purpose?.id ?? ''}
    >
      <span className={styles.chip}>
        {purpose ? (
          <>
            <b>{purpose.caseNumber}</b> {purpose.reason}
          </>
        ) : (
          t('case.none')
        )}
      </span>
    </Button>
  );
}
