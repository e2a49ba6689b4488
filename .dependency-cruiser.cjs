// Which way imports may go; anything not listed here fails `npm run check`. The picture is in the README:
// leaves (protocol, kit), then the processes, each of one shape: main -> wiring -> parts -> leaves.
// scripts/import-rules.test.ts plants a violation of every rule and sees it refused.
const leaves = '^(protocol|kit)/src/';
const edgeParts = '(discover|ingest|transcode|plates|record|snapshot|control|outbox|uplink)';
const features = '(registry|media|passages|alerts|park|wallplan|access|audit|basemap|mapfeed)';
const adapters = '(store|http|live|edge-link)';
const clientParts = '(net|state|playback|ui)';
// testing/ holds what several tests of a package share; only tests may import it.
const test = '(\\.test\\.(tsx?|mjs)$|/src/testing/)';

const allow = (from, to) => ({ from: { path: from }, to: { path: to } });
// Part x of a folder may import part x: $1 is what the first group caught.
const own = (root, parts) => allow(`^${root}/${parts}/`, `^${root}/$1/`);

// One folder owns each big library. Tests and benches may hold it to account, but of the benches' networks
// only the baseline's: the rest of bench/ reads plates through the edge agent's reader, as the agent does.
const owners = {
  mediasoup: 'server/src/media',
  fastify: 'server/src/(http|live|main)',
  'socket\\.io': 'server/src/(live|edge-link|http|main)',
  ws: 'server/src/http',
  'csv-parse': 'server/src/passages',
  kysely: 'server/src/store',
  '@aws-sdk/client-s3': 'server/src/store',
  pg: 'server/src/store',
  '@node-rs/argon2': 'server/src/access',
  // The bench's own PP-OCR is what plate reading is measured against: it may share nothing with ours.
  'onnxruntime-node': '(edge-agent/src/plates|bench/plates/pp-ocr)',
  'node-onvif': 'edge-agent/src/(discover|control)',
  'fluent-ffmpeg': 'edge-agent/src/transcode',
  sharp: '(edge-agent/src/(snapshot|plates)|server/src/mapfeed|simulator/src)',
  three: 'wall-client/src/screens/map3d',
  'maplibre-gl': 'wall-client/src/screens/map3d',
  'hls\\.js': 'wall-client/src/playback',
  'mediasoup-client': 'wall-client/src/playback',
};

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'not-to-test', severity: 'error', from: { pathNot: test }, to: { path: test } },
    {
      name: 'protocol-runs-anywhere',
      severity: 'error',
      from: { path: '^protocol/src/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'protocol-needs-typebox-only',
      severity: 'error',
      from: { path: '^protocol/src/', pathNot: test },
      to: { path: 'node_modules/', pathNot: 'node_modules/typebox/' },
    },
    {
      name: 'kit-needs-nothing',
      severity: 'error',
      from: { path: '^kit/src/', pathNot: test },
      to: { path: 'node_modules/' },
    },
    ...Object.entries(owners).map(([library, owner]) => ({
      name: `one-owner-${library.replace(/\\/g, '')}`,
      severity: 'error',
      from: { pathNot: [`^${owner}`, test, ...(owner.includes('bench/') ? [] : ['^bench/']), '^scripts/'] },
      to: { path: `node_modules/${library}/` },
    })),
  ],
  allowedSeverity: 'error',
  allowed: [
    allow('^protocol/src/', '^protocol/src/'),
    allow('^kit/src/', '^kit/src/'),
    allow('^(edge-agent|server|wall-client|bench|scripts)/', leaves),
    allow('^simulator/src/', '^(simulator|kit)/src/'),
    // benches start the system as the end-to-end tests do; both read the code the simulator burns in
    allow('^bench/', '^(bench|scripts/e2e)/'),
    allow('^(bench|scripts/e2e)/', '^simulator/src/content/frame-code\\.ts$'),
    // the plates bench reads stills and plays the simulator's loops through the agent's own parts
    allow('^bench/plates/', '^edge-agent/src/plates/(reader|testing)/'),
    allow('^bench/plates/', '^simulator/src/default-dir\\.ts$'),
    // the tracks bench asks the core's own classes, each on a database of its own
    allow('^bench/tracks/', '^server/src/(store|passages|audit)/'),
    allow('^bench/tracks/', '^server/src/alerts/(matcher|ports|repeats)\\.ts$'),
    // the watch bench measures the matcher and the forecast by themselves: they are pure
    allow('^bench/watch/', '^server/src/alerts/(matcher|ports|next/(ports|shares|place))\\.ts$'),
    allow('^bench/watch/', '^server/src/basemap/(cameras-on-roads|roads-ahead)\\.ts$'),
    allow('^scripts/', '^scripts/'),

    // edge agent: media/ holds the formats (RTP, H.264, …), auth/ the digests that several parts read, relay/ the
    // native thread that some hand their packets to
    own('edge-agent/src', edgeParts),
    allow('^edge-agent/src/', '^edge-agent/src/(media|auth|relay)/'),
    allow('^edge-agent/src/(pipeline[a-z-]*|metrics|main)\\.ts$', '^edge-agent/src/'),

    // core: features know each other only through flow.ts; adapters speak to features
    own('server/src', features),
    own('server/src', adapters),
    allow('^server/src/flow\\.ts$', `^server/src/${features}/`),
    allow('^server/src/(http|live|edge-link)/', `^server/src/${features}/`),
    allow('^server/src/(core|core-passages|core-park|main)\\.ts$', '^server/src/'),
    allow('^server/src/store/', `^server/src/${features}/((analysis|next|saved)/)?ports\\.ts$`), // implements what they declare
    // the settings of map.yaml, read as core.yaml is, in the shape their feature declares
    allow('^server/src/map-config\\.ts$', '^server/src/(config|basemap/ports)\\.ts$'),

    // wall
    own('wall-client/src', clientParts),
    own('wall-client/src/screens', '([^/]+)'),
    allow(`^wall-client/src/${clientParts}/`, '^wall-client/src/(net|state)/'),
    allow('^wall-client/src/screens/', `^wall-client/src/${clientParts}/`),
    allow('^wall-client/src/app/', '^wall-client/src/'),
    allow('^wall-client/src/main\\.tsx?$', '^wall-client/src/'),

    // tests may reach anything, never the reverse
    allow(test, '^(protocol|kit|simulator|edge-agent|server|wall-client|bench|scripts|\\.ci)/'),
    { from: {}, to: { path: 'node_modules/' } },
    { from: {}, to: { dependencyTypes: ['core'] } },
  ],
  options: {
    // TypeScript 7 has no JavaScript API: without this no .ts file is read, and all passes in silence.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(wall-client/dist|bench/out)/' }, // not every dist: libraries stand in theirs
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
