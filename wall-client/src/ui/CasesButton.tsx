import { FileProtectOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { saving } from '../state/saved.ts';
import { useWords } from './useWords.ts';

/** Opens the cases with what is saved in each. */
export function CasesButton() {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  return (
    <Button
      icon={<FileProtectOutlined />}
      onClick={() => void saving.openCases().catch(error => message.error(words.errorText(error)))}
      title={`${t('saved.cases')} (C)`}
      aria-label={t('saved.cases')}
      data-action="cases"
    />
  );
}
