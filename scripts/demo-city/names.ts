// Names of a city that does not exist. Every name stands in Chinese and in English.
export interface Name {
  zh: string;
  en: string;
}

const name = (zh: string, en: string): Name => ({ zh, en });

/** North–south arterials from west to east; the ninth runs through the centre. */
export const northSouthArterials = [
  name('西郊路', 'Xijiao Road'),
  name('凤凰路', 'Fenghuang Road'),
  name('枫林路', 'Fenglin Road'),
  name('西湖路', 'Xihu Road'),
  name('金山路', 'Jinshan Road'),
  name('迎宾大道', 'Yingbin Avenue'),
  name('文昌路', 'Wenchang Road'),
  name('建设路', 'Jianshe Road'),
  name('解放路', 'Jiefang Road'),
  name('中山路', 'Zhongshan Road'),
  name('朝阳路', 'Chaoyang Road'),
  name('科技大道', 'Keji Avenue'),
  name('创新路', 'Chuangxin Road'),
  name('东城路', 'Dongcheng Road'),
  name('东湖大道', 'Donghu Avenue'),
  name('临港路', 'Lingang Road'),
  name('东郊路', 'Dongjiao Road'),
];

/** East–west arterials from south to north; the ninth runs through the centre. */
export const eastWestArterials = [
  name('南郊路', 'Nanjiao Road'),
  name('振兴路', 'Zhenxing Road'),
  name('江南大道', 'Jiangnan Avenue'),
  name('物流路', 'Wuliu Road'),
  name('龙江路', 'Longjiang Road'),
  name('工业大道', 'Gongye Avenue'),
  name('南苑路', 'Nanyuan Road'),
  name('胜利路', 'Shengli Road'),
  name('人民路', 'Renmin Road'),
  name('和平路', 'Heping Road'),
  name('学府路', 'Xuefu Road'),
  name('北苑大道', 'Beiyuan Avenue'),
  name('友谊路', 'Youyi Road'),
  name('光明路', 'Guangming Road'),
  name('北湖大道', 'Beihu Avenue'),
  name('云山路', 'Yunshan Road'),
  name('北郊路', 'Beijiao Road'),
];

/** Index of the arterial through the centre in both lists. */
export const middleArterial = 8;

const stems = [
  name('梧桐', 'Wutong'),
  name('锦绣', 'Jinxiu'),
  name('桂花', 'Guihua'),
  name('银杏', 'Yinxing'),
  name('春晖', 'Chunhui'),
  name('明德', 'Mingde'),
  name('永安', 'Yongan'),
  name('长宁', 'Changning'),
  name('安康', 'Ankang'),
  name('丰收', 'Fengshou'),
  name('翠柏', 'Cuibai'),
  name('丁香', 'Dingxiang'),
  name('海棠', 'Haitang'),
  name('玉兰', 'Yulan'),
  name('紫荆', 'Zijing'),
  name('望江', 'Wangjiang'),
  name('听涛', 'Tingtao'),
  name('清泉', 'Qingquan'),
  name('兴业', 'Xingye'),
  name('书院', 'Shuyuan'),
  name('青云', 'Qingyun'),
  name('和顺', 'Heshun'),
  name('百花', 'Baihua'),
  name('松柏', 'Songbai'),
  name('福田', 'Futian'),
  name('东风', 'Dongfeng'),
  name('育才', 'Yucai'),
  name('平安', 'Pingan'),
  name('新园', 'Xinyuan'),
  name('红旗', 'Hongqi'),
  name('向阳', 'Xiangyang'),
  name('金桥', 'Jinqiao'),
  name('云锦', 'Yunjin'),
  name('碧波', 'Bibo'),
  name('芙蓉', 'Furong'),
  name('石榴', 'Shiliu'),
];

/** The n-th name of a kind: all stems with the first ending, then all with the second. */
function ordinal(n: number, endings: readonly (readonly [zh: string, en: string])[]): Name {
  const stem = stems[n % stems.length] as Name;
  const [zh, en] = endings[Math.floor(n / stems.length) % endings.length] as readonly [string, string];
  return name(stem.zh + zh, `${stem.en} ${en}`);
}

/** Streets run north–south, lanes east–west. */
export const streetName = (n: number): Name =>
  ordinal(n, [
    ['街', 'Street'],
    ['支路', 'Branch Road'],
  ]);
export const laneName = (n: number): Name =>
  ordinal(n, [
    ['巷', 'Lane'],
    ['弄', 'Alley'],
  ]);
export const compoundName = (n: number): Name => {
  const stem = stems[(n * 7 + 3) % stems.length] as Name;
  const [zh, en] = (
    [
      ['花园', 'Gardens'],
      ['小区', 'Estate'],
      ['家园', 'Homes'],
      ['新村', 'Village'],
    ] as const
  )[Math.floor(n / stems.length) % 4] as readonly [string, string];
  const round = Math.floor(n / (stems.length * 4));
  return round === 0
    ? name(`${stem.zh}${zh}`, `${stem.en} ${en}`)
    : name(`${stem.zh}${zh}${round + 1}区`, `${stem.en} ${en} ${round + 1}`);
};

export const fixed = {
  city: name('示范市', 'Demo City'),
  river: name('澄江', 'Cheng River'),
  northBank: name('滨江北路', 'Binjiang North Road'),
  southBank: name('滨江南路', 'Binjiang South Road'),
  park: name('云湖公园', 'Yunhu Park'),
  lake: name('云湖', 'Lake Yunhu'),
  eastPark: name('东湖公园', 'Donghu Park'),
  eastLake: name('东湖', 'Lake Donghu'),
  forest: name('凤凰山森林公园', 'Fenghuang Forest Park'),
  forestLake: name('镜湖', 'Mirror Lake'),
  industry: name('示范工业园', 'Demo Industrial Park'),
  stadium: name('体育中心', 'Sports Centre'),
  tower: name('示范塔', 'Demo Tower'),
  civicSquare: name('市民广场', 'Civic Square'),
} as const;

/** The ring around the old city, and the expressway around the whole. */
export const innerRingSides = {
  east: name('环城东路', 'East Ring Road'),
  south: name('环城南路', 'South Ring Road'),
  west: name('环城西路', 'West Ring Road'),
  north: name('环城北路', 'North Ring Road'),
} as const;
export const outerRingSides = {
  east: name('绕城东路', 'East Expressway'),
  south: name('绕城南路', 'South Expressway'),
  west: name('绕城西路', 'West Expressway'),
  north: name('绕城北路', 'North Expressway'),
} as const;

const compass = [
  name('北', 'north'),
  name('东北', 'north-east'),
  name('东', 'east'),
  name('东南', 'south-east'),
  name('南', 'south'),
  name('西南', 'south-west'),
  name('西', 'west'),
  name('西北', 'north-west'),
];

/** Which way a heading looks, one of eight. */
export const facing = (headingDeg: number): Name =>
  compass[Math.round((((headingDeg % 360) + 360) % 360) / 45) % 8] as Name;
