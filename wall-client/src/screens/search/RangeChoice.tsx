import { DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { type SearchRange, searching, spanOf, useSearch } from '../../state/search.ts';

const kinds = ['day', 'hour', 'today', 'days3', 'between'] as const satisfies SearchRange['kind'][];

export function RangeChoice() {
  const { t } = useTranslation();
  const range = useSearch(state => state.form.range);
  const choose = (kind: SearchRange['kind']) => {
    // One's own begins as what was chosen before.
    const own = kind === 'between' ? { kind, ...spanOf(range, Date.now()) } : { kind };
    searching.change({ range: own });
  };
  return (
    <>
      <Segmented<SearchRange['kind']>
        aria-label={t('search.range')}
        value={range.kind}
        onChange={choose}
        options={kinds.map(kind => ({
          value: kind,
          label: <span data-range={kind}>{t(`search.ranges.${kind}`)}</span>,
        }))}
      />
      {range.kind === 'between' && (
        <DatePicker.RangePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          allowClear={false}
          value={[dayjs(range.fromMs), dayjs(range.toMs)]}
          onChange={moments => {
            const [from, to] = moments ?? [];
            if (!from || !to) return;
            // The minute that was chosen as the end is searched to its end.
            const toMs = to.startOf('minute').valueOf() + 60_000;
            searching.change({ range: { kind: 'between', fromMs: from.startOf('minute').valueOf(), toMs } });
          }}
        />
      )}
    </>
  );
}
