// The tools that mark something on the map, as buttons; each has a key.
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMapWindows } from '../../../state/map-windows.ts';
import type { DrawTool } from './drawing.ts';
import styles from './select.module.css';
import { select, useSelect } from './select-store.ts';
import { selectionKinds } from './selection.ts';
import { ToolIcon } from './ToolIcon.tsx';

const drawTools: readonly DrawTool[] = [...selectionKinds, 'relay'];

export const toolKeys: Record<DrawTool, string> = {
  box: 'B',
  circle: 'C',
  polygon: 'G',
  route: 'R',
  relay: 'J',
};

interface Props {
  onBegin: (tool: DrawTool) => void;
  /** Follows the vehicle that the current window shows. */
  onFollow: () => void;
  /** More buttons, below. */
  children: ReactNode;
}

export function ToolBar({ onBegin, onFollow, children }: Props) {
  const { t } = useTranslation();
  const hasWindow = useMapWindows(state => state.current !== null);
  const tool = useSelect(state => state.drawing?.tool ?? null);
  return (
    <div className={styles.bar} role="toolbar" aria-orientation="vertical" aria-label={t('mapOps.tools')}>
      {drawTools.map(one => (
        <Button
          key={one}
          type={tool === one ? 'primary' : 'default'}
          icon={<ToolIcon tool={one} />}
          aria-pressed={tool === one}
          aria-label={t(`mapOps.tool.${one}`)}
          title={`${t(`mapOps.tool.${one}`)} (${toolKeys[one]})`}
          data-tool={one}
          onClick={() => (tool === one ? select.leaveDrawing() : onBegin(one))}
        />
      ))}
      <Button
        icon={<ToolIcon tool="follow" />}
        disabled={!hasWindow}
        aria-label={t('mapOps.follow')}
        title={`${t('mapOps.followTitle')} (Shift+J)`}
        data-tool="follow"
        onClick={onFollow}
      />
      {children}
    </div>
  );
}
