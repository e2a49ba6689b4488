// Words of viewshed, video fusion and calibration on the map. A key missing in English is a type error.
import type { Texts } from './texts.ts';

export const fusionZh = {
  viewshed: '可视域',
  share: '地面可见 {{percent}}%',
  seen: '可见',
  hidden: '被建筑遮挡',
  hideViewshed: '关闭可视域',
  project: '视频融合',
  projected: '视频融合',
  rough: '未标定',
  end: '从地图上移除此画面',
  endAll: '移除全部融合画面',
  gaveWay: '最多同时融合 {{most}} 路：已移除最早的“{{name}}”',
  unplaced: '此摄像机还没有位置，请先在地图上定位',
  noBuildings: '周边建筑没有取到，暂按无遮挡显示：{{reason}}',
};

export const fusionEn: Texts<typeof fusionZh> = {
  viewshed: 'Viewshed',
  share: '{{percent}}% of the ground seen',
  seen: 'Seen',
  hidden: 'Hidden by buildings',
  hideViewshed: 'Hide the viewshed',
  project: 'Fuse video',
  projected: 'Fused video',
  rough: 'not calibrated',
  end: 'Take this picture off the map',
  endAll: 'Take all pictures off the map',
  gaveWay: 'At most {{most}} pictures at once: the oldest, "{{name}}", was taken off',
  unplaced: 'This camera has no place yet: put it on the map first',
  noBuildings: 'The buildings around did not come; shown as if nothing stood there: {{reason}}',
};
