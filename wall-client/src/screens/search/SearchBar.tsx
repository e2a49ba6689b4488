import { SearchOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, type InputRef, Tooltip } from 'antd';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { searching, useSearch } from '../../state/search.ts';
import { CaseChip } from '../../ui/CaseChip.tsx';
import { CasesButton } from '../../ui/CasesButton.tsx';
import { PictureButton } from './PictureButton.tsx';
import { PictureRow } from './PictureRow.tsx';
import { RangeChoice } from './RangeChoice.tsx';
import { SearchFilters } from './SearchFilters.tsx';
import styles from './search.module.css';

export function SearchBar({ boxRef }: { boxRef: RefObject<InputRef | null> }) {
  const { t } = useTranslation();
  const form = useSearch(state => state.form);
  const isSearching = useSearch(state => state.status.kind === 'searching');
  return (
    <search>
      <form
        className={styles.bar}
        onSubmit={event => {
          event.preventDefault();
          void searching.run(Date.now());
        }}
      >
        <div className={styles.line}>
          <CaseChip />
          <CasesButton />
          <Input
            ref={boxRef}
            className={styles.box}
            size="large"
            prefix={<SearchOutlined />}
            allowClear
            autoFocus
            spellCheck={false}
            maxLength={480}
            placeholder={t('search.placeholder')}
            aria-label={t('search.plates')}
            value={form.text}
            onChange={event => searching.change({ text: event.target.value })}
            data-search-box
          />
          <PictureButton />
          <Tooltip title={t('search.tolerantHint')}>
            <Checkbox
              checked={form.tolerant}
              onChange={event => searching.change({ tolerant: event.target.checked })}
              data-action="tolerant"
            >
              {t('search.tolerant')}
            </Checkbox>
          </Tooltip>
          <Button type="primary" size="large" htmlType="submit" loading={isSearching} data-action="search">
            {t('search.run')}
          </Button>
        </div>
        <div className={styles.line}>
          <RangeChoice />
          <SearchFilters />
        </div>
        <PictureRow />
      </form>
    </search>
  );
}
