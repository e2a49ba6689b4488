// OpenAPI out of the routes' own schemas, and a page that shows it; nothing comes from the internet.
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from './app-type.ts';

/** To be called before any route is added: the plugin hears of routes as they come. */
export async function addDocs(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      info: { title: '雪亮墙 Brightwall', version: '1', description: '中心服务接口 / The core’s API' },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'brightwall' } } },
      security: [{ session: [] }],
    },
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs' });
}
