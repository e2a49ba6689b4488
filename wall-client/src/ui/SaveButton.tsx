import { SaveOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { saving, type ToSave } from '../state/saved.ts';

interface Props {
  /** Null: nothing that could be saved, or saved already. */
  what: ToSave | null;
  size?: 'small' | 'middle';
  className?: string;
}

export function SaveButton({ what, size = 'middle', className = '' }: Props) {
  const { t } = useTranslation();
  return (
    <Button
      className={className}
      size={size}
      icon={<SaveOutlined />}
      disabled={what === null}
      onClick={() => void saving.ask(what)}
      title={`${t('saved.save')} (S)`}
      data-action={`save-${what?.what.kind ?? 'none'}`}
    >
      {t('saved.save')}
    </Button>
  );
}
