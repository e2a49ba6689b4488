// The park's list: search, and add, import, prolong and remove for whoever may.
//
// For tests: data-park-list (name) on the choice, data-park-vehicle (plate) on rows, data-action add-vehicle | import-list.
import { CarOutlined, ImportOutlined, PlusOutlined } from '@ant-design/icons';
import type { ParkList } from '@brightwall/protocol/park';
import { Alert, Button, Empty, Input, Segmented } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { usePark } from '../../state/park.ts';
import { useTyped } from '../../ui/useTyped.ts';
import { useWords } from '../../ui/useWords.ts';
import { AddVehicle } from './AddVehicle.tsx';
import { ImportListDialog } from './ImportListDialog.tsx';
import styles from './park.module.css';
import { useMayChange } from './useMayChange.ts';
import { VehicleRow } from './VehicleRow.tsx';

const lists = ['all', 'permitted', 'visitor', 'refused'] as const;

export function VehicleList() {
  const { t } = useTranslation();
  const words = useWords();
  // What only passes leaves the list, and how far somebody has read it, as it is.
  const changes = usePark(state => state.changes);
  const mayChange = useMayChange();
  const [chosen, setChosen] = useState<(typeof lists)[number]>('all');
  const [plate, setPlate] = useState('');
  const [isAdding, setAdding] = useState(false);
  const [isImporting, setImporting] = useState(false);
  const list: ParkList | null = chosen === 'all' ? null : chosen;

  const { found, setFound, error, setError } = useTyped(
    useCallback(() => rest.parkVehicles({ list, plate, after: null }), [list, plate]),
    changes,
  );

  async function more(after: string) {
    try {
      const page = await rest.parkVehicles({ list, plate, after });
      setFound(before => before && { ...page, vehicles: [...before.vehicles, ...page.vehicles] });
    } catch (failed) {
      setError(failed);
    }
  }

  const counts = found?.counts;
  const countOf = (name: (typeof lists)[number]) =>
    counts && (name === 'all' ? counts.permitted + counts.visitor + counts.refused : counts[name]);
  return (
    <section className={styles.listView} aria-label={t('park.list')}>
      <header className={styles.head}>
        <Segmented
          value={chosen}
          onChange={setChosen}
          options={lists.map(value => ({
            value,
            label: (
              <span data-park-list={value}>
                {value === 'all' ? t('park.all') : t(`park.lists.${value}`)} {countOf(value) ?? ''}
              </span>
            ),
          }))}
        />
        <Input.Search
          allowClear
          className={styles.find}
          value={plate}
          onChange={({ target }) => setPlate(target.value)}
          placeholder={t('park.find')}
          maxLength={24}
        />
        {mayChange && (
          <span className={styles.right}>
            <Button icon={<ImportOutlined />} onClick={() => setImporting(true)} data-action="import-list">
              {t('park.import')}
            </Button>
            <Button
              type="primary"
              icon={<PlusOutlined />}
              onClick={() => setAdding(true)}
              data-action="add-vehicle"
            >
              {t('park.add')}
            </Button>
          </span>
        )}
      </header>
      <div className={styles.rows}>
        {error !== null && <Alert type="error" title={words.errorText(error)} />}
        {found?.vehicles.map(vehicle => (
          <VehicleRow key={vehicle.id} vehicle={vehicle} mayChange={mayChange} />
        ))}
        {found?.vehicles.length === 0 && (
          <Empty
            className={styles.empty}
            image={<CarOutlined className={styles.emptyIcon} />}
            description={t('park.noVehicles')}
          />
        )}
        {found?.next && (
          <Button type="text" block onClick={() => void more(found.next!)}>
            {t('park.more')}
          </Button>
        )}
      </div>
      <AddVehicle open={isAdding} onClose={() => setAdding(false)} />
      <ImportListDialog open={isImporting} onClose={() => setImporting(false)} />
    </section>
  );
}
