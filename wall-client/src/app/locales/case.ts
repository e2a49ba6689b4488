// Words of the case that history is looked at for. A key missing in English is a type error.
import type { Texts } from './texts.ts';

export const caseZh = {
  title: '查询事由',
  why: '查看历史过车须登记事由、案件编号和单位，每个案件登记一次；之后的每次查询都记入审计，不能修改或删除。',
  none: '登记查询事由',
  mine: '我登记过的案件',
  new: '新案件',
  reason: '事由',
  reasonHint: '如：排查盗窃案嫌疑车辆',
  number: '案件编号',
  numberHint: '如：A3301052026110001',
  unit: '单位',
  unitHint: '如：示范市公安局刑侦大队',
  atLeast: '至少 {{count}} 个字',
  save: '登记并使用',
};

export const caseEn: Texts<typeof caseZh> = {
  title: 'Why history is looked at',
  why: 'Looking at past passages needs a reason, a case number and a unit, said once per case. Each look from then on is written to the audit, which nobody can change.',
  none: 'Say the purpose',
  mine: 'My cases',
  new: 'New case',
  reason: 'Reason',
  reasonHint: 'e.g. vehicle used in a theft',
  number: 'Case number',
  numberHint: 'e.g. A3301052026110001',
  unit: 'Unit',
  unitHint: 'e.g. Criminal investigation, Demo City',
  atLeast: 'At least {{count}} characters',
  save: 'Save and use',
};
