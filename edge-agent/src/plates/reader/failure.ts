/** Expected failures of the reader; anything else is a bug and ends the worker. */
export type ReaderFailureKind =
  | 'bad-picture' // sides and length do not fit, or it cannot be decoded
  | 'too-large' // more than maxPicturePixels
  | 'bad-request' // a region or plate that is no region or plate
  | 'busy' // too many requests wait: leave this picture out and count it
  | 'not-ready' // models missing, or the worker is being restarted
  | 'crashed' // the worker ended with this request in it
  | 'closed';

const texts: Record<ReaderFailureKind, { readonly zh: string; readonly en: string }> = {
  'bad-picture': { zh: '图片损坏或格式不符', en: 'The picture is damaged or not what it says it is' },
  'too-large': { zh: '图片过大', en: 'The picture is too large' },
  'bad-request': { zh: '识别请求有误', en: 'The request to read plates is not valid' },
  busy: { zh: '车牌识别繁忙，跳过此画面', en: 'Plate reading is busy, this picture was left out' },
  'not-ready': { zh: '车牌识别未就绪', en: 'Plate reading is not ready' },
  crashed: { zh: '车牌识别进程异常退出，正在重启', en: 'Plate reading crashed and is being restarted' },
  closed: { zh: '车牌识别已关闭', en: 'Plate reading is closed' },
};

export class ReaderFailure extends Error {
  readonly kind: ReaderFailureKind;
  readonly zh: string;
  readonly en: string;
  readonly detail: string;

  constructor(kind: ReaderFailureKind, detail: string) {
    const { zh, en } = texts[kind];
    super(`${zh} / ${en}: ${detail}`);
    this.name = 'ReaderFailure';
    this.kind = kind;
    this.zh = zh;
    this.en = en;
    this.detail = detail.slice(0, 500);
  }
}
