// Debian's packages: which are missing, and how they get here.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, SetupError } from './run.mjs';

/**
 * A package, and where it is only there for a command, that command: another build of it on the path
 * serves as well. `optional`: what needs it says loudly that it is left out.
 * @typedef {{ name: string, command?: string, optional?: boolean }} Package
 */

/** @type {Package[]} */
export const systemPackages = [
  { name: 'ffmpeg', command: 'ffmpeg' },
  { name: 'fonts-noto-cjk' }, // names and number plates burnt into the simulator's pictures
];

/** @type {Package[]} */
export const testPackages = [
  { name: 'chromium', command: 'chromium' },
  // an RTSP server nobody here wrote, driven by a Python script
  { name: 'gir1.2-gst-rtsp-server-1.0', optional: true },
  { name: 'python3-gi', optional: true },
  { name: 'gstreamer1.0-plugins-base', optional: true },
  { name: 'gstreamer1.0-plugins-good', optional: true },
  { name: 'gstreamer1.0-plugins-bad', optional: true },
];

/**
 * Those of `wanted` that this machine lacks.
 * @param {Package[]} wanted
 * @param {(names: string[]) => Set<string>} installed
 * @param {(command: string) => boolean} onPath
 */
export function missingPackages(wanted, installed = dpkgInstalled, onPath = commandOnPath) {
  const have = installed(wanted.map(item => item.name));
  return wanted.filter(item => !have.has(item.name) && !(item.command && onPath(item.command)));
}

/**
 * How this user may install packages here.
 * @param {{ apt: boolean, uid: number, sudo: () => boolean }} machine
 * @returns {'root' | 'sudo' | 'ask' | 'foreign'} ask: only the user can; foreign: not a Debian
 */
export function installWay(machine) {
  if (!machine.apt) return 'foreign';
  if (machine.uid === 0) return 'root';
  return machine.sudo() ? 'sudo' : 'ask';
}

/** The one command that a user without rights is shown. @param {string[]} names */
export function commandToShow(names) {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

/**
 * Installs packages, or throws with the one thing to do.
 * @param {Package[]} missing
 * @param {(line: string) => void} onLine
 */
export async function installPackages(missing, onLine = () => {}) {
  const names = missing.map(item => item.name);
  const way = installWay({
    apt: commandOnPath('apt-get'),
    uid: process.getuid?.() ?? 0,
    sudo: () => spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0,
  });
  if (way === 'foreign') {
    throw new SetupError(
      `本机不是 Debian 系统，请自行安装以下软件（Debian 包名）后重试：${names.join(' ')}\n` +
        `This machine has no apt-get. Install these (Debian's names) and run again: ${names.join(' ')}`,
    );
  }
  if (way === 'ask') {
    throw new SetupError(
      `需要管理员权限安装系统软件包，请运行下面一行后重试：\n` +
        `System packages are missing. Run this line, then try again:\n\n  ${commandToShow(names)}\n`,
    );
  }
  const apt = args => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const command = way === 'root' ? 'apt-get' : 'sudo';
    const prefix = way === 'root' ? [] : ['-n', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
    return run(command, [...prefix, ...args], { env, onLine });
  };
  const install = () => apt(['install', '-y', '-q', '--no-install-recommends', ...names]);
  if (!haveLists()) await apt(['update', '-q']);
  try {
    await install();
  } catch {
    // The lists may be older than the archive: fetch them and try once more.
    await apt(['update', '-q']);
    await install();
  }
}

function haveLists() {
  try {
    return readdirSync('/var/lib/apt/lists').some(name => /_Packages(\.\w+)?$/.test(name));
  } catch {
    return false;
  }
}

/** @param {string[]} names @returns {Set<string>} */
function dpkgInstalled(names) {
  const answer = spawnSync('dpkg-query', ['-W', '-f', `\${Package} \${db:Status-Status}\n`, ...names], {
    encoding: 'utf8',
  });
  const lines = (answer.stdout ?? '').split('\n').filter(line => line.endsWith(' installed'));
  return new Set(lines.map(line => line.split(' ')[0] ?? ''));
}

/** @param {string} command */
export function commandOnPath(command) {
  return (process.env.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
