// The closed list of failures a user or another process can be told of. Foreign errors are translated
// into one of these where they enter; anything else is a bug.
import { Type } from 'typebox';

/** code → HTTP status and what a person is told, 中文 and English. */
export const errorCatalogue = {
  'bad-request': { status: 400, zh: '请求内容有误', en: 'The request is not valid' },
  'not-signed-in': { status: 401, zh: '请先登录', en: 'Sign in first' },
  'wrong-credentials': { status: 401, zh: '用户名或密码错误', en: 'Wrong user name or password' },
  'password-change-required': {
    status: 403,
    zh: '首次登录须先修改密码',
    en: 'Change the first password before you go on',
  },
  'weak-password': {
    status: 422,
    zh: '密码至少 10 位，且不能与用户名或旧密码相同',
    en: 'A password has at least 10 characters and is neither the user name nor the old password',
  },
  'purpose-required': {
    status: 403,
    zh: '查询历史须先登记事由、案件编号和单位',
    en: 'Looking at history needs a purpose, a case number and a unit first',
  },
  'own-request': {
    status: 403,
    zh: '申请须由另一人审批',
    en: 'A request is decided by somebody other than who made it',
  },
  'state-changed': {
    status: 409,
    zh: '状态已被他人改变，请看最新状态',
    en: 'Somebody else was quicker; look at the newest state',
  },
  'vehicle-listed': {
    status: 409,
    zh: '该车已在园区名单中',
    en: 'This vehicle is on the park’s list already',
  },
  'case-full': {
    status: 409,
    zh: '该案件存入的内容已达上限，请先删除不用的',
    en: 'This case holds as much as it may; delete what is not needed first',
  },
  'no-camera-there': {
    status: 422,
    zh: '所选区域内没有摄像机',
    en: 'No camera stands in the chosen areas',
  },
  'too-many-cameras': {
    status: 422,
    zh: '所选摄像机过多，请缩小范围',
    en: 'More cameras than can be asked at once; choose fewer',
  },
  'username-taken': { status: 409, zh: '该用户名已存在', en: 'This user name exists already' },
  forbidden: { status: 403, zh: '没有权限', en: 'You have no right to do this' },
  'not-found': { status: 404, zh: '没有找到', en: 'Not found' },
  'code-taken': {
    status: 409,
    zh: '该国标编码已属于另一台摄像机',
    en: 'Another camera has this GB/T 28181 code already',
  },
  'too-many-requests': { status: 429, zh: '尝试次数过多，请稍后再试', en: 'Too many tries, wait a little' },
  'too-large': { status: 413, zh: '内容过大', en: 'The content is too large' },
  'agent-offline': { status: 503, zh: '边缘设备离线', en: 'The edge agent is offline' },
  'camera-unavailable': { status: 503, zh: '摄像机暂无画面', en: 'The camera has no picture at the moment' },
  'media-unavailable': {
    status: 503,
    zh: '媒体服务暂不可用',
    en: 'The media service is not available at the moment',
  },
  'pictures-unavailable': {
    status: 503,
    zh: '图片存储不可用',
    en: 'The storage of pictures is not available',
  },
  overloaded: { status: 503, zh: '系统繁忙，请稍后再试', en: 'The system is busy, try again shortly' },
  'timed-out': { status: 504, zh: '等待超时', en: 'It took too long' },
  internal: { status: 500, zh: '系统内部错误', en: 'An error inside the system' },
} as const;

export type ErrorCode = keyof typeof errorCatalogue;
export const errorCodes = Object.keys(errorCatalogue) as ErrorCode[];

export const ErrorBody = Type.Object({
  code: Type.Union(errorCodes.map(code => Type.Literal(code))),
  zh: Type.String(),
  en: Type.String(),
  detail: Type.Optional(Type.String()),
});
export type ErrorBody = { code: ErrorCode; zh: string; en: string; detail?: string };

/** An expected failure. `detail` is for the person who mends it (an address, a status), never a secret. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string) {
    super(detail ? `${code}: ${detail}` : code);
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }

  toBody(): ErrorBody {
    const { zh, en } = errorCatalogue[this.code];
    return this.detail === undefined
      ? { code: this.code, zh, en }
      : { code: this.code, zh, en, detail: this.detail };
  }
}

/** What an acknowledged message answers: the value, or an error of the catalogue. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: ErrorBody };
