// The agent's configuration: YAML, checked whole before anything starts.
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CameraCode } from '@brightwall/protocol/camera-code';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { LineCounter, parseDocument } from 'yaml';

const maxConfigBytes = 1024 * 1024;
const strict = { additionalProperties: false };
const RtspUrl = Type.String({ pattern: '^rtsp://[^\\s]+$', maxLength: 1000 });
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength });

const ManualCameraSchema = Type.Object(
  {
    name: Type.Optional(Text(120)),
    code: Type.Optional(CameraCode),
    main: RtspUrl,
    sub: Type.Optional(RtspUrl),
    username: Type.Optional(Text(120)),
    password: Type.Optional(Type.String({ maxLength: 256 })),
    transport: Type.Optional(Type.Union([Type.Literal('auto'), Type.Literal('tcp'), Type.Literal('udp')])),
    place: Type.Optional(
      Type.Object(
        {
          lon: Type.Number({ minimum: -180, maximum: 180 }),
          lat: Type.Number({ minimum: -90, maximum: 90 }),
          headingDeg: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 360 })),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type ManualCamera = Static<typeof ManualCameraSchema>;

const ConfigSchema = Type.Object(
  {
    agentId: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
    name: Type.Optional(Text(120)),
    core: Type.Object(
      {
        url: Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 500 }),
        token: Type.String({ maxLength: 256 }),
        /** File of the authority that an https core's certificate is signed by. */
        ca: Type.Optional(Text(500)),
      },
      strict,
    ),
    onvif: Type.Optional(
      Type.Object(
        {
          /** WS-Discovery on the multicast address. */
          multicast: Type.Optional(Type.Boolean()),
          /** Devices asked directly, "host" or "host:port" of WS-Discovery (default port 3702). */
          probe: Type.Optional(Type.Array(Text(300), { maxItems: 256 })),
          intervalS: Type.Optional(Type.Integer({ minimum: 10, maximum: 86_400 })),
          credentials: Type.Optional(
            Type.Array(
              Type.Object({ username: Text(120), password: Type.String({ maxLength: 256 }) }, strict),
              {
                maxItems: 8,
              },
            ),
          ),
          transport: Type.Optional(
            Type.Union([Type.Literal('auto'), Type.Literal('tcp'), Type.Literal('udp')]),
          ),
        },
        strict,
      ),
    ),
    cameras: Type.Optional(Type.Array(ManualCameraSchema, { maxItems: 256 })),
    thumbnails: Type.Optional(
      Type.Object({ everyMs: Type.Integer({ minimum: 500, maximum: 3_600_000 }) }, strict),
    ),
    data: Type.Optional(Text(1000)),
    outbox: Type.Optional(
      Type.Object(
        {
          /** 10^9 bytes; the oldest passages go when it is full. */
          maxGb: Type.Optional(Type.Number({ minimum: 0.1, maximum: 10_000 })),
          maxDays: Type.Optional(Type.Number({ minimum: 1, maximum: 365 })),
        },
        strict,
      ),
    ),
    plates: Type.Optional(
      Type.Object(
        {
          enabled: Type.Optional(Type.Boolean()),
          /** Folder with plate-detector/ and plate-recogniser/. */
          models: Type.Optional(Text(1000)),
        },
        strict,
      ),
    ),
    metrics: Type.Optional(Type.Object({ port: Type.Integer({ minimum: 0, maximum: 65_535 }) }, strict)),
    log: Type.Optional(
      Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')]),
    ),
  },
  strict,
);
type RawConfig = Static<typeof ConfigSchema>;

export interface EdgeConfig {
  readonly agentId: string;
  readonly name: string;
  readonly core: RawConfig['core'];
  readonly onvif: Required<NonNullable<RawConfig['onvif']>>;
  readonly cameras: readonly ManualCamera[];
  readonly thumbnails: { readonly everyMs: number };
  /** Absolute. What must outlive the process: the outbox, what was drawn on the cameras' pictures. */
  readonly data: string;
  readonly outbox: { readonly maxBytes: number; readonly maxAgeMs: number };
  /** `models`: absolute; null = those that come with the agent. */
  readonly plates: { readonly enabled: boolean; readonly models: string | null };
  readonly metrics: { readonly port: number };
  readonly log: NonNullable<RawConfig['log']>;
}

/** What is wrong with a configuration, and on which line of the file. */
export class ConfigError extends Error {
  readonly zh: string;
  readonly en: string;
  constructor(zh: string, en: string) {
    super(en);
    this.name = 'ConfigError';
    this.zh = zh;
    this.en = en;
  }
}

const validator = Compile(ConfigSchema);

/** `file`: its name in messages; relative paths start at its folder. Throws ConfigError. */
export function parseConfig(text: string, file: string): EdgeConfig {
  const lines = new LineCounter();
  // Aliases could make a small file huge ("billion laughs"); a configuration needs none.
  const document = parseDocument(text, { lineCounter: lines, maxAliasCount: 0 } as Parameters<
    typeof parseDocument
  >[1]);
  const broken = document.errors[0];
  if (broken) {
    const line = lines.linePos(broken.pos[0]).line;
    const what = broken.message.split('\n')[0]!;
    throw new ConfigError(
      `${file} 第 ${line} 行不是有效的 YAML：${what}`,
      `${file} line ${line} is not valid YAML: ${what}`,
    );
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw new ConfigError(
      `${file} 不能使用别名`,
      `${file}: aliases are not allowed (${(error as Error).message})`,
    );
  }
  if (!validator.Check(value)) {
    const error = validator.Errors(value)[0];
    const path = fieldPath(error);
    const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
    const line = node?.range ? lines.linePos(node.range[0]).line : 1;
    const field = path.join('.') || '(top)';
    const why = error?.message ?? 'not valid';
    throw new ConfigError(
      `${file} 第 ${line} 行，字段 ${field} 无效：${why}`,
      `${file} line ${line}, field ${field} is not valid: ${why}`,
    );
  }
  return withDefaults(value, dirname(resolve(file)));
}

function fieldPath(
  error: { instancePath: string; keyword: string; params: object } | undefined,
): (string | number)[] {
  const path = (error?.instancePath ?? '')
    .split('/')
    .filter(Boolean)
    .map(part => (/^\d+$/.test(part) ? Number(part) : part));
  const params = error?.params as
    | { additionalProperties?: string[]; requiredProperties?: string[] }
    | undefined;
  const name = params?.additionalProperties?.[0] ?? params?.requiredProperties?.[0];
  return name ? [...path, name] : path;
}

function withDefaults(raw: RawConfig, folder: string): EdgeConfig {
  return {
    agentId: raw.agentId,
    name: raw.name ?? raw.agentId,
    core: { ...raw.core, ...(raw.core.ca && { ca: resolve(folder, raw.core.ca) }) },
    onvif: {
      multicast: raw.onvif?.multicast ?? true,
      probe: raw.onvif?.probe ?? [],
      intervalS: raw.onvif?.intervalS ?? 60,
      credentials: raw.onvif?.credentials ?? [],
      transport: raw.onvif?.transport ?? 'auto',
    },
    cameras: raw.cameras ?? [],
    thumbnails: { everyMs: raw.thumbnails?.everyMs ?? 2000 },
    data: resolve(folder, raw.data ?? './data'),
    outbox: {
      maxBytes: (raw.outbox?.maxGb ?? 5) * 1e9,
      maxAgeMs: (raw.outbox?.maxDays ?? 30) * 86_400_000,
    },
    plates: {
      enabled: raw.plates?.enabled ?? true,
      models: raw.plates?.models ? resolve(folder, raw.plates.models) : null,
    },
    metrics: { port: raw.metrics?.port ?? 0 },
    log: raw.log ?? 'info',
  };
}

/** Reads and checks the file. Throws ConfigError. */
export async function readConfig(file: string): Promise<EdgeConfig> {
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > maxConfigBytes) throw new Error('> 1 MiB');
    text = await readFile(file, 'utf8');
  } catch (error) {
    const why = (error as Error).message;
    throw new ConfigError(
      `无法读取配置文件 ${file}：${why}`,
      `cannot read the configuration ${file}: ${why}`,
    );
  }
  return parseConfig(text, file);
}
