// A picture of a passage. The record comes before its pictures, and old ones are deleted: what is not there
// is said, never a broken frame.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pictureUrl } from '../net/rest.ts';
import styles from './PassagePicture.module.css';

interface PassagePictureProps {
  hash: string;
  alt: string;
  className?: string | undefined;
  onSize?: (widthPx: number, heightPx: number) => void;
}

/** Asked again this often while it is not there, ms, and this many times. */
const againMs = 2_000;
const tries = 5;

export function PassagePicture({ hash, alt, className, onSize }: PassagePictureProps) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState(0);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    if (!missing || failed > tries) return;
    const timer = setTimeout(() => setMissing(false), againMs);
    return () => clearTimeout(timer);
  }, [missing, failed]);
  if (missing) return <span className={`${styles.none} ${className ?? ''}`}>{t('passages.noPicture')}</span>;
  return (
    <img
      className={className}
      src={pictureUrl(hash)}
      alt={alt}
      decoding="async"
      draggable={false}
      data-picture={hash}
      onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => onSize?.(naturalWidth, naturalHeight)}
      onError={() => {
        setFailed(failed + 1);
        setMissing(true);
      }}
    />
  );
}
