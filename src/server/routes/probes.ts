/** `/health` and `/ready`: what a supervisor and a load balancer ask every few seconds. */
import type { Hono } from 'hono';
import type { ReadinessCheck } from '../readiness.ts';
import type { Requests } from '../requests.ts';

export interface ProbeOptions {
  readiness: ReadinessCheck;
  requests: Requests;
}

export function routeProbes(app: Hono, { readiness, requests }: ProbeOptions): void {
  const probed = (request: Request) => {
    const record = requests.of(request);
    if (record) record.kind = 'probe';
  };
  app.get('/health', (c) => {
    probed(c.req.raw);
    return c.json({ status: 'ok' });
  });
  app.get('/ready', async (c) => {
    probed(c.req.raw);
    const { ready, status } = await readiness.look();
    return c.json({ status }, ready ? 200 : 503, { 'Cache-Control': 'no-store' });
  });
}
