import { CameraOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { pictureSearch } from '../../state/picture-search.ts';

export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'];

/** A photograph may be dropped anywhere on the search; this is for who has no mouse. */
export function PictureButton() {
  const { t } = useTranslation();
  const inputRef = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        size="large"
        icon={<CameraOutlined />}
        onClick={() => inputRef.current?.click()}
        aria-label={t('search.byPicture')}
        title={t('search.byPicture')}
        data-action="picture"
      />
      <input
        ref={inputRef}
        type="file"
        hidden
        accept={pictureTypes.join()}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) void pictureSearch.take(file, Date.now());
          // The same file may be chosen again.
          target.value = '';
        }}
        data-picture-file
      />
    </>
  );
}
