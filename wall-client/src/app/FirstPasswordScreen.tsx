import { useTranslation } from 'react-i18next';
import { sessionOf, setSession } from '../state/session.ts';
import styles from './GateFrame.module.css';
import { GateFrame } from './GateFrame.tsx';
import { PasswordForm } from './PasswordForm.tsx';

/** The password printed at the first run has been seen in a terminal: nothing goes on before it is replaced. */
export function FirstPasswordScreen() {
  const { t } = useTranslation();
  return (
    <GateFrame>
      <h2>{t('password.title')}</h2>
      <p className={styles.lead}>{t('password.why')}</p>
      <PasswordForm submit={t('password.submit')} onDone={user => setSession(sessionOf(user))} />
    </GateFrame>
  );
}
