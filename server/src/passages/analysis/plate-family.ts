// 一车多牌 / 一牌多车, by misread families: which other numbers may be this one misread, and with which plates it was seen.
import { readingsOf } from '../search/misreads.ts';
import { type Analysis, byVehicle, checkSpan, column, keyOf, row, vehicleColumns } from './analysis.ts';

export const plateFamily: Analysis<'plate-family'> = {
  name: 'plate-family',
  zh: {
    title: '一车多牌 / 一牌多车',
    explanation:
      '列出所查号码本身、以及与它只差易混字符（0/D/Q、8/B、1/T、2/Z、5/S，或省份未读准）的号码，各以何种号牌种类和颜色出现过多少次。次数很少、且总在主号码附近出现的，多半是误读（一车多牌）；同一号码以不同种类或颜色多次出现的，可能是两辆合法的车、颜色识别错误或套牌（一牌多车）。孰是孰非须看图片。',
  },
  en: {
    title: 'Plates taken for one another',
    explanation:
      'The number asked for, and every number that differs from it by characters readers confuse (0/D/Q, 8/B, 1/T, 2/Z, 5/S, or the province), with how often each was seen and with which kind and colour of plate. A rare one that is seen where the number itself is seen is mostly a misreading (one vehicle, several numbers); one number seen often with different kinds or colours may be two lawful vehicles, a colour misjudged, or a clone (one number, several vehicles). Only the pictures tell which.',
  },
  columns: [
    ...vehicleColumns,
    column('colour', 'colour', '号牌颜色', 'Colour of plate'),
    column('relation', 'text', '关系', 'Relation'),
    column('passages', 'number', '过车次数', 'Passages'),
    column('firstMs', 'time', '首次', 'First'),
    column('lastMs', 'time', '末次', 'Last'),
  ],
  check: terms => checkSpan(terms, 180),
  async rows({ plate, ...span }, facts) {
    const looks = await facts.looksOf(await facts.known(readingsOf(plate)), span);
    const seen = byVehicle(await facts.passagesOfAll(looks, span, []));
    return looks
      .map(look => ({ ...look, relation: look.plate === plate ? 'same' : 'misread' }))
      .sort((a, b) => (a.relation === b.relation ? 0 : a.relation === 'same' ? -1 : 1))
      .map(({ plate, kind, colour, relation, passages, firstMs, lastMs }) =>
        row(
          { plate, kind, colour, relation, passages, firstMs, lastMs },
          (seen.get(keyOf({ plate, kind })) ?? []).filter(
            ({ passedMs }) => passedMs === firstMs || passedMs === lastMs,
          ),
        ),
      );
  },
};
