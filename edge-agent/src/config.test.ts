import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from './config.ts';

const minimal = 'agentId: edge-1\ncore: { url: http://127.0.0.1:8080, token: t }\n';

function refusal(text: string): ConfigError {
  try {
    parseConfig(text, 'edge.yaml');
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('the configuration', () => {
  it('needs little', () => {
    expect(parseConfig(minimal, 'edge.yaml')).toMatchObject({
      name: 'edge-1',
      onvif: { multicast: true, probe: [], intervalS: 60 },
      cameras: [],
      thumbnails: { everyMs: 2000 },
      outbox: { maxBytes: 5e9, maxAgeMs: 30 * 86_400_000 },
    });
    expect(parseConfig(`${minimal}data: ../kept\n`, '/etc/brightwall/edge.yaml').data).toBe('/etc/kept');
  });

  it('that is documented is taken', async () => {
    const text = await readFile(new URL('../../config/edge.yaml', import.meta.url), 'utf8');
    expect(parseConfig(text, 'edge.yaml').agentId).toBe('edge-1');
  });

  it('is refused with line and field in both languages', () => {
    const error = refusal(`${minimal}cameras:\n  - name: x\n    main: http://wrong\n`);
    expect(error.zh).toContain('第 5 行，字段 cameras.0.main');
    expect(error.en).toContain('line 5, field cameras.0.main');
  });

  it('is refused for a field nobody knows, a missing one, broken YAML and aliases', () => {
    expect(refusal(`${minimal}colour: red\n`).en).toContain('field colour');
    expect(refusal('agentId: edge-1\n').en).toContain('field core');
    expect(refusal('a: [').en).toContain('not valid YAML');
    expect(refusal('a: &a [1]\nb: *a\n').en).toContain('aliases');
  });
});
