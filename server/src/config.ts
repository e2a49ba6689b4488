// The core's configuration: one YAML file, checked whole before anything starts. Paths in it are
// relative to the file. What every setting means stands in config/core.yaml.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { parse } from 'yaml';

const Port = Type.Integer({ minimum: 0, maximum: 65535 });
const strict = { additionalProperties: false };
/** 条例 799 号第十七条. */
const leastRetentionDays = 30;

export const Config = Type.Object(
  {
    data: Type.String({ default: './data' }),
    site: Type.Object(
      {
        id: Type.String({ default: 'default', pattern: '^[a-z0-9-]{1,32}$' }),
        name: Type.String({ default: '示范点', minLength: 1, maxLength: 120 }),
        nameEn: Type.String({ default: 'Demo site', minLength: 1, maxLength: 120 }),
      },
      { ...strict, default: {} },
    ),
    http: Type.Object(
      {
        host: Type.String({ default: '0.0.0.0' }),
        port: { ...Port, default: 8080 },
        trustProxy: Type.Boolean({ default: false }),
        tls: Type.Optional(
          Type.Object(
            {
              port: { ...Port, default: 8443 },
              names: Type.Array(Type.String({ pattern: '^[A-Za-z0-9.:-]{1,253}$' }), {
                default: [],
                maxItems: 32,
              }),
              own: Type.Optional(Type.Object({ cert: Type.String(), key: Type.String() }, strict)),
            },
            strict,
          ),
        ),
      },
      { ...strict, default: {} },
    ),
    database: Type.Object({ url: Type.Optional(Type.String({ minLength: 1 })) }, { ...strict, default: {} }),
    passages: Type.Object(
      { retentionDays: Type.Integer({ default: 180, minimum: 1, maximum: 3660 }) },
      { ...strict, default: {} },
    ),
    pictures: Type.Object(
      {
        s3: Type.Optional(
          Type.Object(
            {
              endpoint: Type.String({ pattern: '^https?://[^\\s]+$' }),
              bucket: Type.String({ minLength: 3, maxLength: 63 }),
              region: Type.String({ default: 'us-east-1', minLength: 1, maxLength: 64 }),
            },
            strict,
          ),
        ),
      },
      { ...strict, default: {} },
    ),
    wall: Type.Object({ dir: Type.String({ default: './wall-client/dist' }) }, { ...strict, default: {} }),
    map: Type.Object(
      { dir: Type.String({ default: './data/map' }), config: Type.Optional(Type.String()) },
      { ...strict, default: {} },
    ),
    edge: Type.Object(
      {
        token: Type.Optional(Type.String({ minLength: 16, maxLength: 256 })),
        tokenFile: Type.Optional(Type.String()),
      },
      { ...strict, default: {} },
    ),
    media: Type.Object(
      {
        workers: Type.Integer({ default: 0, minimum: 0, maximum: 256 }),
        port: { ...Port, default: 40000 },
        announcedAddresses: Type.Array(Type.String(), { default: [], maxItems: 16 }),
        edgeHost: Type.Optional(Type.String()),
        edgePorts: Type.Object(
          { min: { ...Port, default: 41000 }, max: { ...Port, default: 44999 } },
          { ...strict, default: {} },
        ),
        maxConsumersPerPage: Type.Integer({ default: 64, minimum: 1, maximum: 1024 }),
      },
      { ...strict, default: {} },
    ),
    session: Type.Object(
      {
        absoluteHours: Type.Number({ default: 14, exclusiveMinimum: 0, maximum: 168 }),
        idleHours: Type.Number({ default: 2, exclusiveMinimum: 0, maximum: 168 }),
      },
      { ...strict, default: {} },
    ),
    log: Type.Object(
      {
        level: Type.Union(
          ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map(level => Type.Literal(level)),
          { default: 'info' },
        ),
      },
      { ...strict, default: {} },
    ),
  },
  strict,
);
export type Config = Static<typeof Config> & {
  /** Of pictures.s3; from the environment, so that no file holds them. */
  readonly s3Keys?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** What is wrong with the configuration, for the person who wrote it. */
export class ConfigError extends Error {
  readonly zh: string;
  readonly en: string;

  constructor(zh: string, en: string) {
    super(`${zh} / ${en}`);
    this.zh = zh;
    this.en = en;
  }
}

/** The text of a file of settings. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new ConfigError(
      `无法读取配置文件 ${path}（${code}）`,
      `cannot read the configuration ${path} (${code})`,
    );
  }
}

/** YAML filled up with the schema's defaults; throws a ConfigError that names the first wrong setting. */
export function checkedYaml<T extends TSchema>(schema: T, text: string, name: string): Static<T> {
  let raw: unknown;
  try {
    raw = parse(text) ?? {};
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new ConfigError(`${name} 不是有效的 YAML：${why}`, `${name} is not valid YAML: ${why}`);
  }
  const filled = Value.Default(schema, raw);
  if (Value.Check(schema, filled)) return filled;
  const first = Value.Errors(schema, filled)[0];
  const where = first?.instancePath || '/';
  if (first?.message === 'schema is false')
    throw new ConfigError(`${name} 中没有 ${where} 这个设置`, `${name}: there is no setting ${where}`);
  const what = first?.message ?? '';
  throw new ConfigError(`${name} 中 ${where} 有误：${what}`, `${name}: ${where} ${what}`);
}

export function loadConfig(path: string, env: NodeJS.ProcessEnv = process.env): Config {
  return parseConfig(readText(path), dirname(resolve(path)), env, path);
}

/** `base`: the folder that relative paths start from. */
export function parseConfig(
  text: string,
  base: string,
  env: NodeJS.ProcessEnv = {},
  name = 'core.yaml',
): Config {
  const filled = checkedYaml(Config, text, name);
  if (filled.media.edgePorts.min > filled.media.edgePorts.max)
    throw new ConfigError(
      `${name} 中 media.edgePorts 的 min 大于 max`,
      `${name}: media.edgePorts has min above max`,
    );
  const { retentionDays } = filled.passages;
  if (retentionDays < leastRetentionDays)
    throw new ConfigError(
      `${name} 中 passages.retentionDays 为 ${retentionDays}：《公共安全视频图像信息系统管理条例》第十七条要求至少 ${leastRetentionDays} 天`,
      `${name}: passages.retentionDays is ${retentionDays}; the law (Order 799, Article 17) asks for at least ${leastRetentionDays} days`,
    );
  const s3Keys = filled.pictures.s3 && s3KeysOf(env, name);
  const path = (relative: string) => resolve(base, relative);
  return {
    ...filled,
    ...(s3Keys && { s3Keys }),
    data: path(filled.data),
    wall: { dir: path(filled.wall.dir) },
    map: { dir: path(filled.map.dir), ...(filled.map.config && { config: path(filled.map.config) }) },
    database: env.DATABASE_URL ? { url: env.DATABASE_URL } : filled.database,
    edge: { ...filled.edge, ...(filled.edge.tokenFile && { tokenFile: path(filled.edge.tokenFile) }) },
    http: {
      ...filled.http,
      ...(filled.http.tls?.own && {
        tls: {
          ...filled.http.tls,
          own: { cert: path(filled.http.tls.own.cert), key: path(filled.http.tls.own.key) },
        },
      }),
    },
  };
}

function s3KeysOf(env: NodeJS.ProcessEnv, name: string): NonNullable<Config['s3Keys']> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey };
  throw new ConfigError(
    `${name} 配置了 pictures.s3，但环境变量 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 未设置`,
    `${name} has pictures.s3, but AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not in the environment`,
  );
}
