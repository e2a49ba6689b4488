// Words of choosing cameras on the map for a form. A key missing in English is a type error.
import type { Texts } from './texts.ts';

export const pickZh = {
  onMap: '在地图上选择摄像机',
  cameras: '摄像机',
  area: '按区域选择',
  click: '或点击地图上的区域',
  drawn: '所画范围',
  kept: '原已选 {{count}} 台',
  count: '共 {{count}} 台（至多 {{most}}）',
  tooMany: '共 {{count}} 台，超过上限 {{most}}：请缩小范围',
  use: '使用这些摄像机',
};

export const pickEn: Texts<typeof pickZh> = {
  onMap: 'Choose cameras on the map',
  cameras: 'Cameras',
  area: 'By area',
  click: 'or click an area on the map',
  drawn: 'Drawn',
  kept: '{{count}} chosen before',
  count: '{{count}} cameras ({{most}} at most)',
  tooMany: '{{count}} cameras, {{most}} at most: narrow it down',
  use: 'Use these cameras',
};
