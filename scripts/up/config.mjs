// The two configurations that `up` writes: the documented defaults of config/, with this start's
// ports, folders and cameras over them.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';

/**
 * The secret that agents show to the core, made at the first start and kept where only this user reads.
 * @param {string} data
 */
export function agentToken(data) {
  const file = join(data, 'agent-token');
  if (!existsSync(file)) {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

/**
 * @param {{ host: string, port: number, httpsPort: number, freePorts: boolean }} flags
 * @param {{ data: string, token: string, city: string }} places
 */
export function coreSettings(flags, places) {
  return {
    data: join(places.data, 'core'),
    http: {
      host: flags.host,
      port: flags.freePorts ? 0 : flags.port,
      tls: { port: flags.freePorts ? 0 : flags.httpsPort },
    },
    edge: { token: places.token },
    // Port 0 gives every media worker a free port; otherwise config/core.yaml's stands.
    ...(flags.freePorts ? { media: { port: 0 } } : {}),
    map: { dir: places.city, config: join(root, 'config', 'map.yaml') },
    wall: { dir: join(root, 'wall-client', 'dist') },
  };
}

/**
 * @param {{ camera: string[], freePorts: boolean }} flags
 * @param {{ data: string, token: string, coreUrl: string }} places
 * @param {{ discoveryPort: number, username: string, password: string } | null} simulator its READY line
 */
export function edgeSettings(flags, places, simulator) {
  return {
    data: join(places.data, 'edge'),
    core: { url: places.coreUrl, token: places.token },
    onvif: {
      // A test must find its own cameras and no others of this network.
      multicast: !flags.freePorts,
      probe: simulator ? [`127.0.0.1:${simulator.discoveryPort}`] : [],
      credentials: simulator ? [{ username: simulator.username, password: simulator.password }] : [],
    },
    cameras: flags.camera.map((text, index) => cameraOf(text, index)),
  };
}

/** A camera's card from its URL; a user name and password in it move to their own fields. */
export function cameraOf(text, index) {
  const url = new URL(text);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  return {
    name: `${url.hostname}${url.port ? `:${url.port}` : ''} ${index + 1}`,
    main: url.toString(),
    ...(username ? { username: decodeURIComponent(username), password: decodeURIComponent(password) } : {}),
  };
}

/** Lays `over` on `base`: objects are merged, anything else replaces. */
export function merge(base, over) {
  const plain = value => value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!plain(base) || !plain(over)) return over;
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    merged[key] = key in base ? merge(base[key], value) : value;
  }
  return merged;
}

/**
 * Writes the configuration of one process and returns its path.
 * @param {'core' | 'edge'} name
 * @param {string} data
 * @param {object} settings
 * @param {typeof import('yaml')} yaml
 */
export function writeConfig(name, data, settings, yaml) {
  const defaults = yaml.parse(readFileSync(join(root, 'config', `${name}.yaml`), 'utf8')) ?? {};
  const file = join(data, `${name}.yaml`);
  const head =
    '# 由 npm run up 在每次启动时生成，请勿手改；各项含义见 config/。\n' +
    '# Written by npm run up at every start: edits are lost. What each setting means stands in config/.\n';
  // It holds the agents' token and cameras' passwords.
  writeFileSync(file, head + yaml.stringify(merge(defaults, settings)), { mode: 0o600 });
  return file;
}
