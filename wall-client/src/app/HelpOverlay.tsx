import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './HelpOverlay.module.css';

const keys = (...names: string[]): ReactNode => names.map(name => <kbd key={name}>{name}</kbd>);

export function HelpOverlay({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const rows: [ReactNode, string][] = [
    [keys('←', '↑', '→', '↓'), t('help.move')],
    [keys('Enter'), t('help.full')],
    [keys('Esc'), t('help.escape')],
    [keys('Delete'), t('help.remove')],
    [keys('I'), t('help.details')],
    [keys('P'), t('help.plates')],
    [keys('V'), t('help.passages')],
    [keys('Shift+V'), t('help.passagesFold')],
    [keys('1', '2', '3', '4'), t('help.layouts')],
    [keys('/'), t('help.search')],
    [keys('Enter'), t('help.treeOpen')],
    [keys('Alt+1', 'Alt+2'), t('help.screens')],
    [keys('N'), t('help.mapTheme')],
    [keys('V'), t('help.mapViewshed')],
    [keys('P'), t('help.mapFuse')],
    [keys('K'), t('help.mapCalibrate')],
    [keys('?'), t('help.help')],
    [t('help.mouse'), t('help.mouseDrag')],
    [t('help.mouse'), t('help.mouseDouble')],
  ];
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('help.title')} width="40rem">
      <table className={styles.table} data-help>
        <tbody>
          {rows.map(([key, text]) => (
            <tr key={text}>
              <th scope="row">{key}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
