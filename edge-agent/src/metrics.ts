// /healthz and /metrics (Prometheus text) on the loopback address only.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlateStats } from '@brightwall/protocol/plate-setup';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { CameraStream } from './ingest/camera-stream.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { Pipeline } from './pipeline.ts';
import type { OutletCounts } from './uplink/outlet.ts';

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves on 127.0.0.1; port 0 takes any free one. */
export async function serveMetrics(port: number, pipeline: Pipeline): Promise<MetricsServer> {
  const registry = metricsOf(pipeline);
  const server = createServer((request, response) => {
    if (request.url === '/healthz') {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
    } else if (request.url === '/metrics') {
      registry.metrics().then(
        text => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        error => response.writeHead(500).end(String(error)),
      );
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function metricsOf(pipeline: Pipeline): Registry {
  const registry = new Registry();
  // Its default of 10 ms wakes a process that has nothing to do 100 times a second.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  const gauge = (name: string, help: string, labelNames: string[], collect: (gauge: Gauge) => void) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        collect(this);
      },
    });
  const perStream = (name: string, help: string, value: (stream: CameraStream) => number) =>
    gauge(name, help, ['camera', 'profile'], g => {
      for (const camera of pipeline.cameras.values())
        for (const [profile, stream] of camera.streams) g.set({ camera: camera.id, profile }, value(stream));
    });
  perStream('brightwall_ingest_packets', 'RTP packets taken from the camera', s => s.meter.packets);
  perStream('brightwall_ingest_bytes', 'RTP bytes taken from the camera', s => s.meter.bytes);
  perStream(
    'brightwall_ingest_lost_packets',
    'Holes in the sequence of RTP packets',
    s => s.meter.lostPackets,
  );
  perStream(
    'brightwall_ingest_dropped_pictures',
    'Pictures not put together because of holes',
    s => s.droppedPictures,
  );
  perStream('brightwall_ingest_restarts', 'Lives of the RTSP session that ended', s => s.restarts);
  perStream('brightwall_ingest_running', '1 while the stream is wanted', s => (s.running ? 1 : 0));
  gauge('brightwall_ingests', 'Streams being pulled', [], g =>
    g.set([...pipeline.cameras.values()].flatMap(c => [...c.streams.values()]).filter(s => s.running).length),
  );
  const perPublish = (name: string, help: string, value: (counts: OutletCounts) => number) =>
    gauge(name, help, ['ssrc'], g => {
      for (const camera of pipeline.cameras.values())
        for (const { published, publication } of camera.publications())
          g.set({ ssrc: String(published.ssrc) }, value(publication.counts()));
    });
  perPublish('brightwall_publish_packets', 'RTP packets sent to the core', p => p.packets);
  perPublish('brightwall_publish_resent', 'RTP packets the core asked for again', p => p.resent);
  perPublish('brightwall_publish_errors', 'Errors of the socket to the core', p => p.dropped);
  const ofOutbox = (name: string, help: string, value: (outbox: Outbox) => number) =>
    gauge(`brightwall_outbox_${name}`, help, [], g => {
      if (pipeline.passages) g.set(value(pipeline.passages.outbox));
    });
  ofOutbox('passages', 'Passages that the core has not stored yet', o => o.held.passages);
  ofOutbox('bytes', 'What they take of the disk', o => o.held.bytes);
  ofOutbox('oldest_age_seconds', 'Age of the oldest of them', o =>
    o.held.oldestMs === null ? 0 : Math.max(0, (Date.now() - o.held.oldestMs) / 1000),
  );
  ofOutbox('refused_held', 'Passages in refused/', o => o.held.refused);
  ofOutbox('put', 'Passages put since the start', o => o.counts.put);
  ofOutbox('sent', 'Passages the core has stored', o => o.counts.sent);
  ofOutbox(
    'dropped',
    'Passages gone because the outbox was full or they were too old',
    o => o.counts.dropped,
  );
  ofOutbox('refused', 'Passages the core refused for good', o => o.counts.refused);
  ofOutbox('damaged', 'Passages found damaged on the disk', o => o.counts.damaged);
  ofOutbox('failed', 'Passages the disk would not take', o => o.counts.failed);
  const perReader = (name: string, help: string, value: (stats: PlateStats) => number) =>
    gauge(`brightwall_plates_${name}`, help, ['camera'], g => {
      for (const [camera, plates] of pipeline.plates?.cameras ?? []) g.set({ camera }, value(plates.stats()));
    });
  perReader('vehicles', 'Vehicles that passed with a plate', s => s.vehicles);
  perReader('unreadable', 'Of them, those whose plate could not be read', s => s.unreadable);
  perReader('without_plate', 'Times something moved by and showed no plate', s => s.withoutPlate);
  perReader('frames_read', 'Pictures in which plates were looked for', s => s.framesRead);
  perReader('frames_skipped', 'Pictures left out because the reader was busy', s => s.framesSkipped);
  perReader('reading', '1 while plates can be read', s => (s.state === 'reading' ? 1 : 0));
  gauge('brightwall_core_clock_offset_ms', "The core's clock minus this box's", [], g => {
    const offsetMs = pipeline.passages?.coreClock.offsetMs ?? null;
    if (offsetMs !== null) g.set(offsetMs);
  });
  gauge('brightwall_link_dropped', 'Messages not sent because the link was behind', [], g =>
    g.set(pipeline.link.dropped),
  );
  return registry;
}
