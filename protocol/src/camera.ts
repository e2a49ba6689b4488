// A camera as the wall and the core know it, and the states it can be in.
import { type Static, Type } from 'typebox';
import { CameraCode } from './camera-code.ts';

/**
 * 16 hex digits, the start of SHA-256 over what stays the same for a device even while its password is wrong:
 * its WS-Discovery endpoint reference, or its RTSP URL without user info.
 */
export const CameraId = Type.String({ pattern: '^[0-9a-f]{16}$' });
export type CameraId = Static<typeof CameraId>;

/** main: 主码流, full picture; sub: 子码流, the small one. */
export const StreamProfile = Type.Union([Type.Literal('main'), Type.Literal('sub')]);
export type StreamProfile = Static<typeof StreamProfile>;

export const VideoCodec = Type.Union([Type.Literal('h264'), Type.Literal('h265'), Type.Literal('other')]);
export type VideoCodec = Static<typeof VideoCodec>;

const Text = (maxLength: number) => Type.String({ maxLength });

/** One stream as probed (ONVIF profile or SDP). Unknown facts are null: nothing is guessed. */
export const StreamInfo = Type.Object({
  profile: StreamProfile,
  codec: VideoCodec,
  /** The name the device gives its codec, e.g. "H264", "JPEG". */
  codecName: Text(32),
  widthPx: Type.Union([Type.Integer({ minimum: 1, maximum: 32768 }), Type.Null()]),
  heightPx: Type.Union([Type.Integer({ minimum: 1, maximum: 32768 }), Type.Null()]),
  fps: Type.Union([Type.Number({ minimum: 0, maximum: 1000 }), Type.Null()]),
});
export type StreamInfo = Static<typeof StreamInfo>;

/** WGS-84 degrees; heading clockwise from true north, degrees; null while nobody knows. */
export const CameraPlace = Type.Object({
  lon: Type.Number({ minimum: -180, maximum: 180 }),
  lat: Type.Number({ minimum: -90, maximum: 90 }),
  headingDeg: Type.Union([Type.Number({ minimum: 0, exclusiveMaximum: 360 }), Type.Null()]),
});
export type CameraPlace = Static<typeof CameraPlace>;

/** Why a camera has, or has not, a picture. Texts for people: `cameraStateText`. */
export const CameraStateKind = Type.Union([
  Type.Literal('connecting'),
  Type.Literal('live'),
  Type.Literal('unreachable'),
  Type.Literal('auth-failed'),
  Type.Literal('bad-answer'),
  Type.Literal('bad-stream'),
  Type.Literal('unsupported-codec'),
  Type.Literal('stalled'),
  Type.Literal('agent-offline'),
]);
export type CameraStateKind = Static<typeof CameraStateKind>;

export const CameraState = Type.Object({
  kind: CameraStateKind,
  /** When this state began, epoch ms. */
  sinceMs: Type.Number(),
  /** For the person who mends it: what the device answered, never a password. */
  detail: Type.Optional(Text(500)),
});
export type CameraState = Static<typeof CameraState>;

export const cameraStateText: Record<
  CameraStateKind,
  { zh: string; en: string; todoZh?: string; todoEn?: string }
> = {
  connecting: { zh: '连接中', en: 'Connecting' },
  live: { zh: '在线', en: 'Live' },
  unreachable: {
    zh: '无法连接',
    en: 'Unreachable',
    todoZh: '检查电源、网线和地址',
    todoEn: 'Check power, cable and address',
  },
  'auth-failed': {
    zh: '用户名或密码错误',
    en: 'Wrong user name or password',
    todoZh: '在边缘配置中更正摄像机的凭据',
    todoEn: 'Correct the credentials in the edge configuration',
  },
  'bad-answer': {
    zh: '设备应答异常',
    en: 'The device answers nonsense',
    todoZh: '确认该地址是 ONVIF/RTSP 摄像机，或升级固件',
    todoEn: 'See that the address is an ONVIF/RTSP camera, or update its firmware',
  },
  'bad-stream': {
    zh: '码流异常',
    en: 'Bad stream',
    todoZh: '检查码流设置，或重启摄像机',
    todoEn: 'Check the stream settings, or restart the camera',
  },
  'unsupported-codec': {
    zh: '不支持的编码',
    en: 'Unsupported codec',
    todoZh: '将摄像机编码设为 H.264 或 H.265',
    todoEn: 'Set the camera to H.264 or H.265',
  },
  stalled: { zh: '画面停滞', en: 'Stalled', todoZh: '正在自动重连', todoEn: 'Reconnecting by itself' },
  'agent-offline': {
    zh: '边缘设备离线',
    en: 'Edge agent offline',
    todoZh: '检查边缘盒子的电源和网络',
    todoEn: "Check the edge box's power and network",
  },
};

/** What an edge agent knows of a camera (probe), sent on connect and whenever it changes. */
export const CameraReport = Type.Object({
  id: CameraId,
  name: Text(120),
  source: Type.Union([Type.Literal('onvif'), Type.Literal('rtsp')]),
  /** Host the camera answers at; user info and passwords never leave the edge. */
  address: Text(255),
  manufacturer: Type.Union([Text(120), Type.Null()]),
  model: Type.Union([Text(120), Type.Null()]),
  firmware: Type.Union([Text(120), Type.Null()]),
  serial: Type.Union([Text(120), Type.Null()]),
  mac: Type.Union([Text(32), Type.Null()]),
  ptz: Type.Boolean(),
  /** The device's own 国标编码. Optional: an agent of an earlier version does not send it. */
  code: Type.Optional(Type.Union([CameraCode, Type.Null()])),
  /** Device clock minus edge clock, ms; null when the device does not say. */
  clockOffsetMs: Type.Union([Type.Number(), Type.Null()]),
  streams: Type.Array(StreamInfo, { maxItems: 2 }),
  place: Type.Union([CameraPlace, Type.Null()]),
  state: CameraState,
});
export type CameraReport = Static<typeof CameraReport>;

/** A camera as the registry gives it to the wall: the report, with what people have set over it. */
export const Camera = Type.Object({
  ...CameraReport.properties,
  siteId: Type.String(),
  agentId: Type.String(),
  code: Type.Union([CameraCode, Type.Null()]),
  /** Horizontal angle of view, degrees. */
  fieldOfViewDeg: Type.Number({ exclusiveMinimum: 0, maximum: 360 }),
  /** How far a person would still see something of use, metres. */
  rangeM: Type.Number({ exclusiveMinimum: 0, maximum: 5000 }),
  /** Newest thumbnail taken, epoch ms; null before the first. */
  thumbnailMs: Type.Union([Type.Number(), Type.Null()]),
});
export type Camera = Static<typeof Camera>;

/** Cameras in an answer at most: some 550 KB. */
export const maxCamerasPerPage = 1000;

/** A part of all cameras, in the order of their ids. */
export const CameraPage = Type.Object({
  cameras: Type.Array(Camera),
  /** What to ask for `after` to get the part that follows; null: these were the last. */
  next: Type.Union([CameraId, Type.Null()]),
});
export type CameraPage = Static<typeof CameraPage>;

export const Site = Type.Object({ id: Type.String(), name: Text(120), nameEn: Text(120) });
export type Site = Static<typeof Site>;

/** What a person may change of a camera. */
export const CameraPatch = Type.Partial(
  Type.Object({
    // No control characters: the database takes no U+0000.
    name: Type.String({ minLength: 1, maxLength: 120, pattern: '^\\P{Cc}+$' }),
    place: CameraPlace,
    fieldOfViewDeg: Type.Number({ exclusiveMinimum: 0, maximum: 360 }),
    rangeM: Type.Number({ exclusiveMinimum: 0, maximum: 5000 }),
    /** null: what the device itself says stands again. */
    code: Type.Union([CameraCode, Type.Null()]),
  }),
  { additionalProperties: false },
);
export type CameraPatch = Static<typeof CameraPatch>;
