// The quiet frame around the two screens before the wall: sign-in and the first password.
import { GlobalOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './GateFrame.module.css';
import { setLanguage } from './i18n.ts';
import { Logo } from './Logo.tsx';

export function GateFrame({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation();
  return (
    <main className={styles.page}>
      <div className={styles.language}>
        <Button
          type="text"
          icon={<GlobalOutlined />}
          onClick={() => setLanguage(i18n.language === 'en' ? 'zh-CN' : 'en')}
        >
          {t('app.languageOther')}
        </Button>
      </div>
      <div className={styles.middle}>
        <header className={styles.brand}>
          <Logo size="4.5rem" />
          <h1 className={styles.name}>
            雪亮墙 <span className={styles.latin}>Brightwall</span>
          </h1>
          <p className={styles.tagline}>{t('login.tagline')}</p>
        </header>
        <section className={styles.card}>{children}</section>
      </div>
    </main>
  );
}
