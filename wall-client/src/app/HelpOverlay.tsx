// The keys: those of every screen, of the wall, of the map, of the search.
import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './HelpOverlay.module.css';

type Row = readonly [key: ReactNode, text: string];

const keys = (...names: string[]): ReactNode => names.map(name => <kbd key={name}>{name}</kbd>);

export function HelpOverlay({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const everywhere: Row[] = [
    [keys('Alt+1', '…', 'Alt+6'), t('help.screens')],
    [keys('V'), t('help.passages')],
    [keys('Shift+V'), t('help.passagesFold')],
    [keys('Esc'), t('help.escape')],
    [keys('?'), t('help.help')],
  ];
  const wall: Row[] = [
    [keys('←', '↑', '→', '↓'), t('help.move')],
    [keys('Enter'), t('help.full')],
    [keys('Delete'), t('help.remove')],
    [keys('I'), t('help.details')],
    [keys('P'), t('help.plates')],
    [keys('1', '2', '3', '4'), t('help.layouts')],
    [keys('/'), t('help.search')],
    [keys('Enter'), t('help.treeOpen')],
    [t('help.mouse'), t('help.mouseDrag')],
    [t('help.mouse'), t('help.mouseDouble')],
  ];
  const map: Row[] = [
    [keys('/', 'Ctrl+K'), t('mapOps.help.find')],
    [keys('B', 'C', 'G', 'R'), t('mapOps.help.tools')],
    [keys('←', '↑', '→', '↓'), t('mapOps.help.cross')],
    [keys('␣'), t('mapOps.help.set')],
    [keys('Enter'), t('mapOps.help.finish')],
    [keys('Backspace'), t('mapOps.help.back')],
    [keys('A', 'Shift+W'), t('mapOps.help.chosen')],
    [keys('J', 'Shift+J'), t('mapOps.help.relay')],
    [keys('PageDown', 'PageUp'), t('mapOps.help.step')],
    [keys('1', '…', '6'), t('mapOps.help.window')],
    [keys('W', 'F', 'Delete'), t('mapOps.help.windowActs')],
    [keys('L'), t('mapOps.layers')],
    [keys('S'), t('help.mapViewshed')],
    [keys('P'), t('help.mapFuse')],
    [keys('K'), t('help.mapCalibrate')],
    [keys('N'), t('help.mapTheme')],
    [keys('Esc'), t('mapOps.help.escape')],
  ];
  const search: Row[] = [
    [keys('/'), t('search.help.box')],
    [keys('↑', '↓', 'PageUp', 'PageDown'), t('search.help.move')],
    [keys('Enter'), t('search.help.open')],
    [keys('T'), t('search.help.track')],
    [keys('K'), t('search.help.play')],
    [keys('S'), t('saved.helpSave')],
    [keys('C'), t('saved.helpCases')],
  ];
  const alerts: Row[] = [[keys('A', 'W'), t('next.help')]];
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('help.title')} width="72rem">
      <div className={styles.columns} data-help>
        <div>
          <Table title={t('help.everywhere')} rows={everywhere} />
          <Table title={t('app.wall')} rows={wall} />
          <Table title={t('search.help.title')} rows={search} />
          <Table title={t('watch.alerts')} rows={alerts} />
        </div>
        <Table title={t('app.map3d')} rows={map} />
      </div>
    </Modal>
  );
}

function Table({ title, rows }: { title: string; rows: readonly Row[] }) {
  return (
    <table className={styles.table}>
      <caption>{title}</caption>
      <tbody>
        {rows.map(([key, text]) => (
          <tr key={text}>
            <th scope="row">{key}</th>
            <td>{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
