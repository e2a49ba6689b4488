// Words of choosing cameras on the map for a form. A key missing in English is a type error.
import type { Texts } from './texts.ts';

export const pickZh = {
  onMap: '在地图上选择',
  cameras: '摄像机',
  area: '按区域选择',
  click: '或点击地图上的区域',
  drawn: '所画范围',
  kept: '原已选 {{count}} 台',
  count: '共 {{count}} 台（至多 {{most}}）',
  tooMany: '共 {{count}} 台，超过上限 {{most}}：请缩小范围',
  standing: '现有 {{count}} 台；以后装在区域内的也算在内',
  tooManyAreas: '至多 {{most}} 个区域',
  use: '使用所选',
};

export const pickEn: Texts<typeof pickZh> = {
  onMap: 'Choose on the map',
  cameras: 'Cameras',
  area: 'By area',
  click: 'or click an area on the map',
  drawn: 'Drawn',
  kept: '{{count}} chosen before',
  count: '{{count}} cameras ({{most}} at most)',
  tooMany: '{{count}} cameras, {{most}} at most: narrow it down',
  standing: '{{count}} cameras now; those that come to stand there count too',
  tooManyAreas: '{{most}} areas at most',
  use: 'Use these',
};
