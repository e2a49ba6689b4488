import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { npmUpToDate } from './npm.mjs';
import { commandToShow, installWay, missingPackages } from './packages.mjs';
import { root } from './paths.mjs';
import { hashOf } from './wall.mjs';
import { workerPath, workerRuns } from './worker.mjs';

describe('the Debian packages', () => {
  const wanted = [{ name: 'ffmpeg', command: 'ffmpeg' }, { name: 'fonts-noto-cjk' }];

  it('are missing when dpkg does not have them', () => {
    const missing = missingPackages(
      wanted,
      () => new Set(['fonts-noto-cjk']),
      () => false,
    );
    expect(missing.map(item => item.name)).toEqual(['ffmpeg']);
  });

  it('are not missing when the command they are for came another way', () => {
    const missing = missingPackages(
      wanted,
      () => new Set(),
      command => command === 'ffmpeg',
    );
    expect(missing.map(item => item.name)).toEqual(['fonts-noto-cjk']);
  });

  it('are installed by root, by sudo without a password, or by the user', () => {
    const machine = { apt: true, uid: 1000, sudo: () => true };
    expect(installWay({ ...machine, uid: 0 })).toBe('root');
    expect(installWay(machine)).toBe('sudo');
    expect(installWay({ ...machine, sudo: () => false })).toBe('ask');
    expect(installWay({ ...machine, apt: false })).toBe('foreign');
  });

  it('are one command to type for a user without rights', () => {
    expect(commandToShow(['ffmpeg', 'meson'])).toBe(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends ffmpeg meson',
    );
  });
});

describe('node_modules', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      kit: { version: '0.1.0' },
      'node_modules/@brightwall/kit': { link: true },
      'node_modules/pino': { version: '10.4.0' },
      'node_modules/other-platform': { version: '1.0.0', optional: true },
    },
  };
  const installed = {
    packages: { 'node_modules/@brightwall/kit': {}, 'node_modules/pino': { version: '10.4.0' } },
  };

  it('is up to date without packages for other platforms', () => {
    expect(npmUpToDate(lock, installed)).toBe(true);
  });

  it('is not when absent, short of a package, or of another version', () => {
    expect(npmUpToDate(lock, null)).toBe(false);
    expect(npmUpToDate(lock, { packages: { 'node_modules/@brightwall/kit': {} } })).toBe(false);
    const older = { packages: { ...installed.packages, 'node_modules/pino': { version: '9.0.0' } } };
    expect(npmUpToDate(lock, older)).toBe(false);
  });
});

describe('the lockfile', () => {
  // A registry that lacks another platform's package makes npm leave it out when it writes the lockfile,
  // and then `npm ci` refuses that lockfile everywhere.
  it('names the package of every platform that a dependency offers', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const absent = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        name => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
    );
    expect(absent).toEqual([]);
  });

  // An install script that nobody named runs, and may download what a closed network does not have.
  it('brings no install script that package.json neither allows nor forbids', () => {
    const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
    const { packages } = read('package-lock.json') as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };
    const scripted = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)] : [],
    );
    expect(scripted.filter(name => !(name in allowScripts))).toEqual([]);
  });
});

describe('what the wall’s page is made of', () => {
  const base = mkdtempSync(join(tmpdir(), 'brightwall-hash-'));
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('changes with a source and with its name, and not with a test', () => {
    mkdirSync(join(base, 'src'), { recursive: true });
    writeFileSync(join(base, 'src', 'a.ts'), '1');
    const before = hashOf(['src', 'absent'], base);
    writeFileSync(join(base, 'src', 'a.test.ts'), '1');
    expect(hashOf(['src', 'absent'], base)).toBe(before);
    writeFileSync(join(base, 'src', 'b.ts'), '1');
    const named = hashOf(['src', 'absent'], base);
    expect(named).not.toBe(before);
    writeFileSync(join(base, 'src', 'b.ts'), '2');
    expect(hashOf(['src', 'absent'], base)).not.toBe(named);
  });
});

describe('mediasoup’s worker', () => {
  it('is taken for one only if it runs here', () => {
    expect(workerRuns(workerPath())).toBe(true);
    expect(workerRuns('/bin/true')).toBe(false);
    expect(workerRuns('/no/such/file')).toBe(false);
  });
});
