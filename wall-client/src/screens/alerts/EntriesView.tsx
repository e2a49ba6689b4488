// The watch list by what is to be done with it: to be decided, watched, ending soon, over.
//
// For tests: data-group (name) on the choice, data-action apply.
import { PlusOutlined } from '@ant-design/icons';
import type { WatchGroup } from '@brightwall/protocol/watch-list';
import { Alert, Button, Empty, Input, Segmented } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { useWatch } from '../../state/watch.ts';
import { useTyped } from '../../ui/useTyped.ts';
import { useWords } from '../../ui/useWords.ts';
import { ApplyDialog } from './ApplyDialog.tsx';
import styles from './alerts.module.css';
import { EntryRow } from './EntryRow.tsx';

const groups: readonly WatchGroup[] = ['waiting', 'active', 'expiring', 'ended'];

export function EntriesView() {
  const { t } = useTranslation();
  const words = useWords();
  const [group, setGroup] = useState<WatchGroup>('waiting');
  const [plate, setPlate] = useState('');
  const [isApplying, setApplying] = useState(false);
  const version = useWatch(state => state.entriesVersion);

  const {
    found: list,
    setFound: setList,
    error,
    setError,
  } = useTyped(
    useCallback(() => rest.watchEntries({ group, plate, after: null }), [group, plate]),
    version,
  );

  async function more(after: string) {
    try {
      const page = await rest.watchEntries({ group, plate, after });
      setList(before => before && { ...page, entries: [...before.entries, ...page.entries] });
    } catch (failed) {
      setError(failed);
    }
  }

  const nowMs = Date.now();
  return (
    <div className={styles.entries}>
      <div className={styles.head}>
        <Segmented<WatchGroup>
          value={group}
          onChange={chosen => {
            setList(null);
            setGroup(chosen);
          }}
          options={groups.map(value => ({
            value,
            label: (
              <span data-group={value}>
                {t(`watch.groups.${value}`)} {list?.counts[value] ?? ''}
              </span>
            ),
          }))}
        />
        <Input.Search
          allowClear
          style={{ width: '16rem' }}
          value={plate}
          onChange={({ target }) => setPlate(target.value)}
          placeholder={t('watch.filter')}
          maxLength={24}
        />
        <Button
          className={styles.right}
          type="primary"
          icon={<PlusOutlined />}
          onClick={() => setApplying(true)}
          data-action="apply"
        >
          {t('watch.apply')}
        </Button>
      </div>
      <div className={styles.rows}>
        {error !== null && <Alert type="error" title={words.errorText(error)} />}
        {list?.entries.map(entry => (
          <EntryRow key={entry.id} entry={entry} nowMs={nowMs} />
        ))}
        {list?.entries.length === 0 && (
          <Empty
            className={styles.empty}
            image={Empty.PRESENTED_IMAGE_SIMPLE}
            description={t(`watch.noEntries.${group}`)}
          />
        )}
        {list?.next && (
          <Button type="text" block onClick={() => void more(list.next!)}>
            {t('watch.more')}
          </Button>
        )}
      </div>
      <ApplyDialog open={isApplying} onClose={() => setApplying(false)} />
    </div>
  );
}
