// Names of a city that does not exist. Every name stands in Chinese and in English.
export interface Name {
  zh: string;
  en: string;
}

const name = (zh: string, en: string): Name => ({ zh, en });

/** North–south arterials from west to east; the fourth runs through the centre. */
export const northSouthArterials = [
  name('迎宾大道', 'Yingbin Avenue'),
  name('文昌路', 'Wenchang Road'),
  name('建设路', 'Jianshe Road'),
  name('解放路', 'Jiefang Road'),
  name('中山路', 'Zhongshan Road'),
  name('朝阳路', 'Chaoyang Road'),
  name('科技大道', 'Keji Avenue'),
];

/** East–west arterials from south to north; the fourth runs through the centre. */
export const eastWestArterials = [
  name('工业大道', 'Gongye Avenue'),
  name('南苑路', 'Nanyuan Road'),
  name('胜利路', 'Shengli Road'),
  name('人民路', 'Renmin Road'),
  name('和平路', 'Heping Road'),
  name('学府路', 'Xuefu Road'),
  name('北苑大道', 'Beiyuan Avenue'),
];

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

/** Streets run north–south, lanes east–west; there are enough stems for both. */
export const streetName = (n: number): Name => {
  const stem = stems[n % stems.length] as Name;
  return name(`${stem.zh}街`, `${stem.en} Street`);
};
export const laneName = (n: number): Name => {
  const stem = stems[(stems.length - 1 - n + stems.length) % stems.length] as Name;
  return name(`${stem.zh}巷`, `${stem.en} Lane`);
};
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
  industry: name('示范工业园', 'Demo Industrial Park'),
  stadium: name('体育中心', 'Sports Centre'),
  tower: name('示范塔', 'Demo Tower'),
  civicSquare: name('市民广场', 'Civic Square'),
} as const;

export const ringSides = {
  east: name('环城东路', 'East Ring Road'),
  south: name('环城南路', 'South Ring Road'),
  west: name('环城西路', 'West Ring Road'),
  north: name('环城北路', 'North Ring Road'),
} as const;

export const districts = {
  riverside: name('滨江区', 'Binjiang District'),
  lake: name('云湖区', 'Yunhu District'),
  college: name('学苑区', 'Xueyuan District'),
  industry: name('工业园区', 'Industrial District'),
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
