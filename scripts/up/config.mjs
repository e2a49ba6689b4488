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
 * One agent of those that share the cameras; each has the cameras of one network segment.
 * @param {{ camera: string[], cameras: number, freePorts: boolean }} flags
 * @param {{ data: string, token: string, coreUrl: string }} places
 * @param {{ discoveryPorts: number[], username: string, password: string } | null} simulator its READY line
 * @param {number} agent counts from 0
 */
export function edgeSettings(flags, places, simulator, agent = 0) {
  const isFirst = agent === 0;
  const isMany = flags.simulator && flags.cameras > fewCameras;
  return {
    ...(isFirst ? {} : { agentId: `edge-${agent + 1}`, name: `边缘代理 ${agent + 1} 号 Edge ${agent + 1}` }),
    data: join(places.data, edgeName(agent)),
    core: { url: places.coreUrl, token: places.token },
    onvif: {
      // A test must find its own cameras and no others of this network; the second agent not those of the first.
      multicast: isFirst && !flags.freePorts,
      probe: simulator ? [`127.0.0.1:${simulator.discoveryPorts[agent]}`] : [],
      credentials: simulator ? [{ username: simulator.username, password: simulator.password }] : [],
      // A round of a thousand answers is a second of work.
      ...(isMany ? { intervalS: 300 } : {}),
    },
    // Two cores read the plates of some four busy roads: of thousands they are not read unless asked for.
    ...(isMany ? { plates: { enabled: false } } : {}),
    cameras: isFirst ? flags.camera.map((text, index) => cameraOf(text, index)) : [],
  };
}

/** The first agent's folder, configuration and log have the name that a system of one agent gives them. */
export const edgeName = agent => (agent === 0 ? 'edge' : `edge-${agent + 1}`);

/** What a box at a street corner has: edge-agent/src/pipeline-watch.ts keeps the small streams of as many open. */
const fewCameras = 32;
/** An agent starts with so many: several find their cameras in a fraction of the time. */
const camerasPerAgent = 500;
/** protocol/edge-messages.ts, maxCamerasPerAgent. */
const mostCamerasPerAgent = 2500;

/**
 * How many agents share the simulated cameras: two a core, more only where their bound asks for it.
 * @param {{ cameras: number, simulator: boolean }} flags @param {number} cores
 */
export function agentsFor({ cameras, simulator }, cores) {
  if (!simulator) return 1;
  const wanted = Math.ceil(cameras / camerasPerAgent);
  return Math.max(Math.ceil(cameras / mostCamerasPerAgent), Math.min(wanted, 2 * cores));
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
 * @param {'core' | 'edge'} kind whose documented defaults it rests on
 * @param {string} data
 * @param {object} settings
 * @param {typeof import('yaml')} yaml
 * @param {string} name of the file
 */
export function writeConfig(kind, data, settings, yaml, name = kind) {
  const defaults = yaml.parse(readFileSync(join(root, 'config', `${kind}.yaml`), 'utf8')) ?? {};
  const file = join(data, `${name}.yaml`);
  const head =
    '# 由 npm run up 在每次启动时生成，请勿手改；各项含义见 config/。\n' +
    '# Written by npm run up at every start: edits are lost. What each setting means stands in config/.\n';
  // It holds the agents' token and cameras' passwords.
  writeFileSync(file, head + yaml.stringify(merge(defaults, settings)), { mode: 0o600 });
  return file;
}
