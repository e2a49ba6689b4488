import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, parseConfig } from './config.ts';

const refusal = (yaml: string): string => {
  try {
    parseConfig(yaml, '/etc/brightwall');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error('not refused');
};

describe('the configuration', () => {
  it('is complete when nothing is said', () => {
    expect(parseConfig('', '/etc/brightwall')).toMatchObject({
      data: '/etc/brightwall/data',
      http: { host: '0.0.0.0', port: 8080, trustProxy: false },
      media: { workers: 0, port: 40000, maxConsumersPerPage: 64 },
      session: { absoluteHours: 14, idleHours: 2 },
    });
  });

  it('documented in config/core.yaml says nothing but the defaults', () => {
    const path = join(import.meta.dirname, '..', '..', 'config', 'core.yaml');
    const { data, map, wall, ...rest } = loadConfig(path, {});
    // HTTPS is asked for by name: a core in a test, or behind a proxy, takes no second port.
    const defaults = parseConfig('http: { tls: {} }', '/');
    expect(rest).toEqual({ ...defaults, data: undefined, map: undefined, wall: undefined });
    expect([data, map.dir, wall.dir].map(each => each.split('/').slice(-2).join('/'))).toEqual([
      'data/core',
      'data/map',
      'wall-client/dist',
    ]);
  });

  it('takes paths relative to its file, and the database of the environment first', () => {
    const yaml =
      'data: ../d\nhttp: { tls: { own: { cert: c.pem, key: /k.pem } } }\ndatabase: { url: postgres://a }';
    expect(parseConfig(yaml, '/etc/brightwall', { DATABASE_URL: 'postgres://b' })).toMatchObject({
      data: '/etc/d',
      http: { tls: { port: 8443, own: { cert: '/etc/brightwall/c.pem', key: '/k.pem' } } },
      database: { url: 'postgres://b' },
    });
  });

  it.each([
    ['http: { port: 99999 }', '/http/port must be <= 65535'],
    ['htpp: {}', 'there is no setting /htpp'],
    ['media: { wrokers: 2 }', 'there is no setting /media/wrokers'],
    ['edge: { token: short }', '/edge/token must not have fewer than 16 characters'],
    ['media: { edgePorts: { min: 5000, max: 4000 } }', 'edgePorts has min above max'],
    ['passages: { retentionDays: 29 }', 'the law (Order 799, Article 17) asks for at least 30 days'],
    ['pictures: { s3: { endpoint: "http://a", bucket: abc } }', 'AWS_ACCESS_KEY_ID'],
    ['{', 'not valid YAML'],
    ['just words', 'must be object'],
  ])('refuses %s and says where and why, in both languages', (yaml, why) => {
    expect(refusal(yaml)).toContain(why);
    expect(refusal(yaml)).toMatch(/[一-龥]/);
  });
});
