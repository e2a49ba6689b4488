// The simulator's command line.
import { parseArgs } from 'node:util';
import { defaultContentDir } from './default-dir.ts';

export interface SimulatorConfig {
  readonly cameras: number;
  readonly host: string;
  readonly rtspPort: number;
  readonly httpPort: number;
  readonly controlPort: number;
  readonly discoveryPort: number;
  /** Network segments the cameras are spread over, each found on a discovery port of its own. */
  readonly segments: number;
  readonly content: string;
  readonly places: string | null;
  readonly seed: number;
  readonly username: string;
  readonly password: string;
}

/** Throws an error whose message is in both languages. */
export function readConfig(args: readonly string[]): SimulatorConfig {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  let values: Record<string, string | undefined>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        cameras: text('4'),
        host: text('127.0.0.1'),
        'rtsp-port': text('8554'),
        'http-port': text('8580'),
        'control-port': text('8590'),
        'discovery-port': text('3702'),
        segments: text('1'),
        content: { type: 'string' },
        places: { type: 'string' },
        seed: text('1'),
        username: text('admin'),
        password: text('brightwall-sim'),
      },
    }) as { values: Record<string, string | undefined> });
  } catch (error) {
    throw new Error(`参数错误：${(error as Error).message} / bad argument: ${(error as Error).message}`);
  }
  const whole = (name: string, low: number, high: number): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < low || value > high)
      throw new Error(
        `--${name} 应为 ${low} 到 ${high} 的整数 / --${name} must be a whole number from ${low} to ${high}`,
      );
    return value;
  };
  return {
    cameras: whole('cameras', 1, 20_000),
    host: values.host!,
    rtspPort: whole('rtsp-port', 0, 65_535),
    httpPort: whole('http-port', 0, 65_535),
    controlPort: whole('control-port', 0, 65_535),
    discoveryPort: whole('discovery-port', 0, 65_535),
    segments: whole('segments', 1, 64),
    content: values.content ?? defaultContentDir(),
    places: values.places ?? null,
    seed: whole('seed', 0, 2 ** 31),
    username: values.username!,
    password: values.password!,
  };
}
