import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cruise, folders } from './check/imports.mjs';
import { root } from './setup/paths.mjs';

/** A file that breaks one rule by one import, and the rule that must name it. */
const planted: { rule: string; file: string; imports: string }[] = [
  { rule: 'no-circular', file: 'kit/src/circle-a.ts', imports: './circle-b.ts' },
  { rule: 'no-unresolvable', file: 'kit/src/lost.ts', imports: './nowhere.ts' },
  { rule: 'not-to-test', file: 'kit/src/reads-test.ts', imports: './leaf.test.ts' },
  { rule: 'protocol-runs-anywhere', file: 'protocol/src/disk.ts', imports: 'node:fs' },
  { rule: 'protocol-needs-typebox-only', file: 'protocol/src/yaml.ts', imports: 'yaml' },
  { rule: 'kit-needs-nothing', file: 'kit/src/log.ts', imports: 'pino' },
  ...Object.entries({
    mediasoup: 'server/src/http/a.ts',
    fastify: 'server/src/registry/b.ts',
    'socket.io': 'server/src/registry/c.ts',
    ws: 'server/src/live/w.ts',
    'csv-parse': 'server/src/http/csv.ts',
    '@aws-sdk/client-s3': 'server/src/passages/s3.ts',
    kysely: 'server/src/registry/d.ts',
    pg: 'server/src/http/e.ts',
    '@node-rs/argon2': 'server/src/http/f.ts',
    'onnxruntime-node': 'edge-agent/src/snapshot/g.ts',
    'node-onvif': 'edge-agent/src/ingest/h.ts',
    'fluent-ffmpeg': 'edge-agent/src/ingest/i.ts',
    sharp: 'edge-agent/src/record/j.ts',
    three: 'wall-client/src/ui/k.ts',
    'maplibre-gl': 'wall-client/src/ui/l.ts',
    'hls.js': 'wall-client/src/ui/m.ts',
    'mediasoup-client': 'wall-client/src/net/n.ts',
  }).map(([library, file]) => ({ rule: `one-owner-${library}`, file, imports: library })),
  // the bench's baseline may run networks, the rest of the benches not
  { rule: 'one-owner-onnxruntime-node', file: 'bench/plates/scenes.ts', imports: 'onnxruntime-node' },
  // directions that the allow-list does not name
  ...Object.entries({
    'protocol/src/knows-kit.ts': '@brightwall/kit/leaf',
    'kit/src/knows-protocol.ts': '@brightwall/protocol/leaf',
    'edge-agent/src/ingest/knows-sibling.ts': '../uplink/part.ts',
    'edge-agent/src/record/knows-main.ts': '../main.ts',
    'edge-agent/src/discover/knows-core.ts': '../../../server/src/registry/part.ts',
    'server/src/registry/knows-sibling.ts': '../alerts/part.ts',
    'server/src/registry/knows-store.ts': '../store/part.ts',
    'server/src/http/knows-store.ts': '../store/part.ts',
    'server/src/http/knows-live.ts': '../live/part.ts',
    'server/src/store/knows-feature.ts': '../registry/part.ts',
    'server/src/flow.ts': './store/part.ts',
    'wall-client/src/net/knows-screen.ts': '../screens/wall/part.ts',
    'wall-client/src/screens/map3d/knows-screen.ts': '../wall/part.ts',
    'wall-client/src/screens/wall/knows-app.ts': '../../app/part.ts',
    'wall-client/src/knows-core.ts': '../../server/src/registry/part.ts',
    'simulator/src/knows-edge.ts': '../../edge-agent/src/ingest/part.ts',
    'simulator/src/knows-protocol.ts': '@brightwall/protocol/leaf',
    'bench/knows-core.ts': '../server/src/registry/part.ts',
    'bench/media/knows-reader.ts': '../../edge-agent/src/plates/reader/part.ts',
    'bench/plates/knows-uplink.ts': '../../edge-agent/src/uplink/part.ts',
  }).map(([file, imports]) => ({ rule: 'not-in-allowed', file, imports })),
];

const targets = [
  'kit/src/leaf.ts',
  'kit/src/leaf.test.ts',
  'protocol/src/leaf.ts',
  'edge-agent/src/main.ts',
  'edge-agent/src/uplink/part.ts',
  'edge-agent/src/ingest/part.ts',
  'edge-agent/src/plates/reader/part.ts',
  'server/src/registry/part.ts',
  'server/src/registry/ports.ts',
  'server/src/alerts/part.ts',
  'server/src/store/part.ts',
  'server/src/live/part.ts',
  'wall-client/src/screens/wall/part.ts',
  'wall-client/src/app/part.ts',
];

/** What the architecture wants to be possible: none of these may be named by any rule. */
const welcome: Record<string, string> = {
  'edge-agent/src/pipeline.ts': './ingest/part.ts',
  'edge-agent/src/ingest/uses-kit.ts': '@brightwall/kit/leaf',
  'edge-agent/src/ingest/own.ts': './part.ts',
  'server/src/main.ts': './store/part.ts',
  'server/src/store/implements.ts': '../registry/ports.ts',
  'server/src/live/speaks.ts': '../registry/part.ts',
  'server/src/registry/own.test.ts': '../store/part.ts',
  'bench/plates/pp-ocr/baseline.ts': 'onnxruntime-node',
  'bench/plates/reads.ts': '../../edge-agent/src/plates/reader/part.ts',
  'wall-client/src/app/shell.ts': '../screens/wall/part.ts',
};

describe('the import rules', () => {
  const tree = mkdtempSync(join(tmpdir(), 'brightwall-imports-'));
  let found: Awaited<ReturnType<typeof cruise>>;

  beforeAll(async () => {
    const write = (file: string, text: string) => {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), text);
    };
    for (const folder of folders) mkdirSync(join(tree, folder), { recursive: true });
    for (const folder of ['protocol', 'kit']) {
      write(
        `${folder}/package.json`,
        JSON.stringify({ name: `@brightwall/${folder}`, type: 'module', exports: { './*': './src/*.ts' } }),
      );
      mkdirSync(join(tree, 'node_modules', '@brightwall'), { recursive: true });
      symlinkSync(join(tree, folder), join(tree, 'node_modules', '@brightwall', folder));
    }
    const libraries = planted
      .filter(({ rule, imports }) => rule !== 'not-in-allowed' && !/^(\.|node:)/.test(imports))
      .map(({ imports }) => imports);
    for (const name of new Set(libraries)) linkPackage(tree, name);
    for (const file of targets) write(file, 'export const x = 1;\n');
    for (const { file, imports } of planted) write(file, `import '${imports}';\n`);
    for (const [file, imports] of Object.entries(welcome)) write(file, `import '${imports}';\n`);
    write('kit/src/circle-b.ts', "import './circle-a.ts';\n");
    found = await cruise(tree, folders);
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each(planted)('refuse $file importing $imports, as $rule', ({ rule, file }) => {
    const rules = found.violations.filter(violation => violation.from === file).map(({ rule }) => rule);
    expect(rules).toContain(rule);
  });

  it.each(Object.entries(welcome))('let %s import %s', file => {
    expect(found.violations.filter(violation => violation.from === file)).toEqual([]);
  });

  it('cover every rule of the configuration by a planted violation', () => {
    const configured: { forbidden: { name: string }[] } = createRequire(import.meta.url)(
      join(root, '.dependency-cruiser.cjs'),
    );
    const names = configured.forbidden.map(({ name }) => name);
    expect([...new Set(planted.map(({ rule }) => rule))].sort()).toEqual([...names, 'not-in-allowed'].sort());
  });

  it('read the real tree’s TypeScript, and not nothing in silence', async () => {
    const { typescript, edges } = await cruise(root, folders);
    expect(typescript).toBeGreaterThan(50);
    expect(edges).toBeGreaterThan(typescript);
  });
});

/** The real package, under the planted tree's node_modules. */
function linkPackage(tree: string, name: string) {
  const link = join(tree, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(root, 'node_modules', name), link);
}
