// A fault in one screen leaves the bar and the other screen usable.
import { Button, Result } from 'antd';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Shell.module.css';

export class ScreenBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <ScreenFailed /> : this.props.children;
  }
}

function ScreenFailed() {
  const { t } = useTranslation();
  return (
    <div className={styles.failed} role="alert">
      <Result
        status="warning"
        title={t('app.screenFailed')}
        subTitle={t('app.screenFailedTodo')}
        extra={
          <Button type="primary" onClick={() => location.reload()}>
            {t('app.reload')}
          </Button>
        }
      />
    </div>
  );
}
