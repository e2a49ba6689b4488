import { ClearOutlined } from '@ant-design/icons';
import { Button, Popconfirm, Segmented, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Layout, layouts, useWallLayout, wallLayout } from '../../state/wall-layout.ts';
import styles from './Toolbar.module.css';

export function Toolbar() {
  const { t } = useTranslation();
  const layout = useWallLayout(state => state.layout);
  const used = useWallLayout(state => state.slots.some(slot => slot !== null));
  return (
    <div className={styles.bar}>
      <span className={styles.label}>{t('wall.layout')}</span>
      <Segmented<Layout>
        value={layout}
        onChange={value => wallLayout.setLayout(value)}
        options={layouts.map((count, index) => ({
          value: count,
          label: (
            <Tooltip
              title={
                <>
                  {t('wall.tiles', { count })} <kbd>{index + 1}</kbd>
                </>
              }
            >
              <span className={styles.option} data-layout={count}>
                <GridIcon side={Math.sqrt(count)} />
                {count}
              </span>
            </Tooltip>
          ),
        }))}
      />
      <span className={styles.space} />
      <Popconfirm
        title={t('wall.clearAllSure')}
        okText={t('wall.yes')}
        cancelText={t('wall.no')}
        disabled={!used}
        onConfirm={() => wallLayout.clearAll()}
      >
        <Button type="text" icon={<ClearOutlined />} disabled={!used}>
          {t('wall.clearAll')}
        </Button>
      </Popconfirm>
    </div>
  );
}

/** A square cut into side × side. */
function GridIcon({ side }: { side: number }) {
  const cuts = Array.from({ length: side - 1 }, (_, i) => 1 + ((i + 1) * 14) / side);
  return (
    <svg viewBox="0 0 16 16" className={styles.icon} aria-hidden="true">
      <path
        d={`M1 1h14v14H1z${cuts.map(at => `M${at} 1v14M1 ${at}h14`).join('')}`}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
      />
    </svg>
  );
}
