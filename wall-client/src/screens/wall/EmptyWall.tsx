// No camera yet: says whether an edge agent is there, and what to do next.
import { ApiOutlined, RadarChartOutlined, VideoCameraAddOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AgentInfo, rest } from '../../net/rest.ts';
import styles from './EmptyWall.module.css';
import { useDiscover } from './useDiscover.ts';

/** The agents are asked for this often while there is nothing else to look at. */
const askEveryMs = 3_000;

export function EmptyWall() {
  const { t } = useTranslation();
  const agents = useAgents();
  const { discovering, discover } = useDiscover();
  const connected = agents?.filter(agent => agent.connected).length ?? null;
  const what =
    connected === null
      ? t('wall.emptyUnknown')
      : connected === 0
        ? t('wall.emptyNoAgent')
        : t('wall.emptyAgents', { count: connected });
  return (
    <div className={styles.page} data-empty-wall data-agents={connected ?? 'unknown'}>
      {connected === 0 ? (
        <ApiOutlined className={styles.icon} />
      ) : (
        <VideoCameraAddOutlined className={styles.icon} />
      )}
      <h2 className={styles.title}>{t('wall.emptyTitle')}</h2>
      <p className={styles.what}>{what}</p>
      {connected !== null && (
        <p className={styles.todo}>
          {connected === 0 ? t('wall.emptyNoAgentTodo') : t('wall.emptyAgentsTodo')}
        </p>
      )}
      <Button
        type="primary"
        size="large"
        icon={<RadarChartOutlined />}
        disabled={connected === 0}
        loading={discovering}
        onClick={discover}
      >
        {discovering ? t('wall.discovering') : t('wall.discover')}
      </Button>
    </div>
  );
}

/** Null while nothing is known. */
function useAgents(): AgentInfo[] | null {
  const [agents, setAgents] = useState<AgentInfo[] | null>(null);
  useEffect(() => {
    let gone = false;
    const ask = () =>
      rest.agents().then(
        answer => !gone && setAgents(answer),
        () => !gone && setAgents(null),
      );
    void ask();
    const timer = setInterval(ask, askEveryMs);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, []);
  return agents;
}
