/** What stands around the server in deploy/: alerts, the dashboard and the manifests, against the server as it is. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parser } from '@prometheus-io/lezer-promql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { settingNames } from '../../src/settings/settings.ts';
import { type Families, parseMetrics } from '../operating/prometheus.ts';
import { startMisbehavingPortal } from '../portals/misbehaving-portal.ts';
import { type Graph, startGraph } from '../support/graph.ts';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

let graph: Graph;
let families: Families;
beforeAll(async () => {
  const portal = await startMisbehavingPortal();
  graph = await startGraph(portal.url);
  families = await parseMetrics(await graph.metrics());
  await portal.close();
});
afterAll(() => graph.close());

/** The metrics that an expression of PromQL names; throws if it is none. */
function metricsIn(expression: string): string[] {
  // A variable of Grafana stands where a duration does.
  const text = expression.replaceAll('$__rate_interval', '5m');
  const names: string[] = [];
  parser.parse(text).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) throw new Error(`"${text}" is no PromQL at ${from}.`);
      if (type.name === 'Identifier' && text.slice(from, to) !== 'up') names.push(text.slice(from, to));
    },
  });
  return names;
}

function isThere(metric: string): boolean {
  const histogram = families.get(metric.replace(/_(?:bucket|sum|count)$/, ''));
  return families.has(metric) || histogram?.type === 'HISTOGRAM';
}

test('the reader of PromQL reads', () => {
  expect(metricsIn('sum by (a) (rate(one_total{b="c"}[$__rate_interval])) > two')).toEqual([
    'one_total',
    'two',
  ]);
  expect(() => metricsIn('sum(rate(one_total[5m])')).toThrow('no PromQL');
});

const { groups } = z
  .strictObject({
    groups: z.array(
      z.strictObject({
        name: z.string(),
        rules: z.array(
          z.strictObject({
            alert: z.string(),
            expr: z.string(),
            for: z.string().regex(/^\d+m$/),
            labels: z.strictObject({ severity: z.enum(['warning', 'critical']) }),
            annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(read('deploy/prometheus/alerts.yaml')));
const alerts = groups.flatMap(({ rules }) => rules);

test.each(alerts)(
  'the alert $alert is of numbers that there are, and leads to the runbook',
  ({ expr, annotations }) => {
    const metrics = metricsIn(expr);
    expect(metrics.filter((metric) => !isThere(metric))).toEqual([]);
    const [page = '', anchor = ''] = annotations.runbook.split('#');
    const headings = read(page).match(/(?<=^#+ ).+$/gm) ?? [];
    expect(headings.map((heading) => heading.toLowerCase().replace(/,/g, '').replaceAll(' ', '-'))).toContain(
      anchor,
    );
  },
);

test('every alert that the runbook names is there', () => {
  const named = read('docs/operating.md').match(/\bOdsGraphql\w+/g) ?? [];
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect(alerts.map(({ alert }) => alert)).toContain(name);
});

test('every number of the dashboard is there', () => {
  const { panels } = z
    .object({
      uid: z.literal('ods-graphql'),
      panels: z.array(
        z.object({
          title: z.string(),
          gridPos: z.object({ x: z.number().max(23), y: z.number(), w: z.number(), h: z.number() }),
          targets: z
            .array(z.object({ refId: z.string(), expr: z.string(), legendFormat: z.string() }))
            .min(1),
        }),
      ),
    })
    .parse(JSON.parse(read('deploy/grafana/dashboard.json')));
  const metrics = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr)));
  expect(metrics.filter((metric) => !isThere(metric))).toEqual([]);
  // And what this server tells of itself is all shown.
  const shown = new Set(metrics.map((metric) => metric.replace(/_bucket$/, '')));
  for (const name of families.keys()) if (name.startsWith('ods_graphql_')) expect(shown).toContain(name);
});

test('every number is documented', () => {
  const page = read('docs/operating.md');
  for (const name of families.keys())
    if (name.startsWith('ods_graphql_')) expect(page).toContain(`\`${name}\``);
});

test('Prometheus asks at the port that compose.yaml opens', () => {
  const { scrape_configs } = z
    .object({
      scrape_configs: z.array(
        z.object({
          job_name: z.string(),
          dns_sd_configs: z.array(z.object({ names: z.array(z.string()), port: z.number() })),
        }),
      ),
    })
    .parse(parse(read('deploy/prometheus/prometheus.yaml')));
  expect(scrape_configs).toMatchObject([{ job_name: 'ods-graphql', dns_sd_configs: [{ names: ['graph'] }] }]);
  expect(read('compose.yaml')).toContain(`METRICS_PORT:-${scrape_configs[0]?.dns_sd_configs[0]?.port}}`);
});

describe('the manifests of Kubernetes', () => {
  const probe = z.strictObject({
    httpGet: z.strictObject({ path: z.string(), port: z.literal('http') }),
    periodSeconds: z.number(),
    timeoutSeconds: z.number().optional(),
    failureThreshold: z.number(),
  });
  const quantity = z.strictObject({ cpu: z.string().regex(/^\d+m$/), memory: z.string().regex(/^\d+Mi$/) });
  const labels = z.strictObject({ 'app.kubernetes.io/name': z.literal('ods-graphql') });
  const metadata = z.strictObject({ name: z.literal('ods-graphql'), labels });
  const container = z.strictObject({
    name: z.string(),
    image: z.string(),
    envFrom: z.array(z.record(z.string(), z.strictObject({ name: z.string() }))),
    ports: z.array(z.strictObject({ name: z.string(), containerPort: z.number() })),
    startupProbe: probe,
    livenessProbe: probe,
    readinessProbe: probe,
    resources: z.strictObject({ requests: quantity, limits: quantity }),
    securityContext: z.strictObject({
      allowPrivilegeEscalation: z.literal(false),
      readOnlyRootFilesystem: z.literal(true),
      capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
    }),
  });
  const schemas = {
    ConfigMap: z.strictObject({
      apiVersion: z.literal('v1'),
      kind: z.literal('ConfigMap'),
      metadata,
      data: z.record(z.string(), z.string()),
    }),
    Deployment: z.strictObject({
      apiVersion: z.literal('apps/v1'),
      kind: z.literal('Deployment'),
      metadata,
      spec: z.strictObject({
        replicas: z.number().min(2),
        selector: z.strictObject({ matchLabels: labels }),
        strategy: z.strictObject({
          type: z.literal('RollingUpdate'),
          rollingUpdate: z.strictObject({ maxUnavailable: z.literal(0), maxSurge: z.number() }),
        }),
        template: z.strictObject({
          metadata: z.strictObject({ labels, annotations: z.record(z.string(), z.string()) }),
          spec: z.strictObject({
            terminationGracePeriodSeconds: z.number(),
            automountServiceAccountToken: z.literal(false),
            securityContext: z.looseObject({ runAsNonRoot: z.literal(true) }),
            topologySpreadConstraints: z.array(z.looseObject({ topologyKey: z.string() })),
            containers: z.array(container).length(1),
          }),
        }),
      }),
    }),
    Service: z.strictObject({
      apiVersion: z.literal('v1'),
      kind: z.literal('Service'),
      metadata,
      spec: z.strictObject({
        selector: labels,
        ports: z.array(z.strictObject({ name: z.string(), port: z.number(), targetPort: z.literal('http') })),
      }),
    }),
    PodDisruptionBudget: z.strictObject({
      apiVersion: z.literal('policy/v1'),
      kind: z.literal('PodDisruptionBudget'),
      metadata,
      spec: z.strictObject({ minAvailable: z.literal(1), selector: z.strictObject({ matchLabels: labels }) }),
    }),
  };
  const documents = parseAllDocuments(read('deploy/kubernetes/graph.yaml')).map((document) =>
    document.toJS(),
  );

  test('are what they are named, with probes, limits and a disruption budget', () => {
    expect(documents.map(({ kind }) => kind).sort()).toEqual(Object.keys(schemas).sort());
    for (const [kind, schema] of Object.entries(schemas))
      expect(schema.safeParse(documents.find((one) => one.kind === kind)).error, kind).toBeUndefined();
  });

  test('set what is a setting, and give a replica the time that it takes to end', () => {
    const { data } = schemas.ConfigMap.parse(documents.find(({ kind }) => kind === 'ConfigMap'));
    for (const name of Object.keys(data)) expect(settingNames).toContain(name);
    const { spec } = schemas.Deployment.parse(documents.find(({ kind }) => kind === 'Deployment'));
    const [one] = spec.template.spec.containers;
    expect(Number(data.DRAIN_DELAY)).toBeGreaterThan(2 * (one?.readinessProbe.periodSeconds ?? 0));
    expect(Number(data.SHUTDOWN_GRACE)).toBeGreaterThan(Number(data.DRAIN_DELAY));
    expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(Number(data.SHUTDOWN_GRACE));
    expect(one?.ports).toContainEqual({ name: 'metrics', containerPort: Number(data.METRICS_PORT) });
    expect([one?.livenessProbe.httpGet.path, one?.readinessProbe.httpGet.path]).toEqual([
      '/health',
      '/ready',
    ]);
  });
});
