import { AppError } from '@brightwall/protocol/errors';
import { collectDefaultMetrics, Gauge, Registry as MetricsRegistry } from 'prom-client';
import { Type } from 'typebox';
import type { App } from './app-type.ts';

export interface HealthOptions {
  /** Rejects while the database does not answer. */
  readonly pingStore: () => Promise<void>;
  /** Numbers of the moment by their metric's name, without the prefix. */
  readonly gauges: () => Record<string, number>;
}

export function addHealthRoutes(app: App, options: HealthOptions): void {
  const config = { access: 'loopback' } as const;
  const Ok = Type.Object({ status: Type.Literal('ok') });

  app.get('/healthz', { config, schema: { tags: ['health'], response: { 200: Ok } } }, async () => ({
    status: 'ok' as const,
  }));

  app.get('/readyz', { config, schema: { tags: ['health'], response: { 200: Ok } } }, async () => {
    try {
      await options.pingStore();
    } catch (error) {
      throw new AppError(
        'media-unavailable',
        `database: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    if (options.gauges().pictures_unavailable === 1) throw new AppError('pictures-unavailable');
    if (options.gauges().media_workers === 0) throw new AppError('media-unavailable', 'no media worker');
    return { status: 'ok' as const };
  });

  const metrics = new MetricsRegistry();
  collectDefaultMetrics({ register: metrics, prefix: 'brightwall_' });
  for (const name of Object.keys(options.gauges())) {
    new Gauge({
      name: `brightwall_${name}`,
      help: name.replaceAll('_', ' '),
      registers: [metrics],
      collect() {
        this.set(options.gauges()[name] ?? 0);
      },
    });
  }
  app.get('/metrics', { config, schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
}
