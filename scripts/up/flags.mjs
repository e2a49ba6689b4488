// What can be said to `npm run up --`.
import { parseArgs } from 'node:util';
import { SetupError } from '../setup/run.mjs';

export const help = `用法 / usage: npm run up -- [选项 / options]

  --port N            本机端口（明文），默认 8080 / the plain port, for this machine, 8080 by default
  --https-port N      局域网端口（HTTPS），默认 8443 / the network's port, HTTPS, 8443 by default
  --host ADDR         监听地址，默认 0.0.0.0 / address to listen on
  --data DIR          数据目录，默认 ./data / where everything is kept
  --cameras N         模拟摄像机数，默认 16，最多 10000 / how many simulated cameras, 10,000 at most
  --no-simulator      不启动模拟摄像机 / no simulated cameras
  --camera rtsp://…   接入一路真实摄像机，可重复 / a real camera, any number of times
  --free-ports        全部使用空闲端口 / every port a free one (tests)
  --json              启动后输出一行 JSON / one line of JSON when it is up (tests)
  --help              显示本说明 / this text
`;

/**
 * @param {string[]} argv
 * @returns {{ port: number, httpsPort: number, host: string, data: string, cameras: number, simulator: boolean,
 *   camera: string[], freePorts: boolean, json: boolean, help: boolean }}
 */
export function parseFlags(argv) {
  let values;
  try {
    values = parseArgs({
      args: argv,
      allowPositionals: false,
      options: {
        port: { type: 'string', default: '8080' },
        'https-port': { type: 'string', default: '8443' },
        host: { type: 'string', default: '0.0.0.0' },
        data: { type: 'string', default: 'data' },
        cameras: { type: 'string', default: '16' },
        'no-simulator': { type: 'boolean', default: false },
        camera: { type: 'string', multiple: true, default: [] },
        'free-ports': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw wrong(error.message);
  }
  for (const url of values.camera) {
    if (!/^rtsps?:\/\/[^/\s]+/i.test(url)) throw wrong(`--camera ${url}`);
  }
  return {
    port: whole('port', values.port, 0, 65535),
    httpsPort: whole('https-port', values['https-port'], 0, 65535),
    host: values.host,
    data: values.data,
    cameras: whole('cameras', values.cameras, 1, 10_000),
    simulator: !values['no-simulator'],
    camera: values.camera,
    freePorts: values['free-ports'],
    json: values.json,
    help: values.help,
  };
}

function whole(name, text, min, max) {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw wrong(`--${name} ${text} (${min}–${max})`);
}

/** The second exit code of the process contract: the command line was wrong. */
export class FlagError extends SetupError {}

function wrong(what) {
  return new FlagError(`参数有误 / bad option: ${what}\n\n${help}`);
}
