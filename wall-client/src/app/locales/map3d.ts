// The map screen's words. A key missing in English is a type error.
import type { Texts } from './texts.ts';

export const map3dZh = {
  title: '三维地图',
};

export const map3dEn: Texts<typeof map3dZh> = {
  title: '3D map',
};
