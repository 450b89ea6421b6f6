/** Whose pages may read answers (CORS), and whose may open a WebSocket. */
import { pino } from 'pino';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ServerOptions } from '../../src/index.ts';
import { type FrontDoor, openFrontDoor } from '../support/front-door.ts';

const APP = 'https://app.example.org';
const PATH = '/graphql?query={portal{name}}';

let door: FrontDoor | undefined;
afterEach(() => door?.close());

async function open(options: Partial<ServerOptions>): Promise<string> {
  door = await openFrontDoor({ odsUrl: inject('portalUrl'), ...options });
  return door.url;
}

async function allowed(
  url: string,
  origin: string,
): Promise<[read: string | null, preflight: string | null]> {
  const read = await fetch(`${url}${PATH}`, { headers: { origin } });
  const preflight = await fetch(`${url}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  expect([read.status, preflight.status]).toEqual([200, 204]);
  expect(read.headers.get('access-control-allow-credentials')).toBeNull();
  return [
    read.headers.get('access-control-allow-origin'),
    preflight.headers.get('access-control-allow-origin'),
  ];
}

/** What becomes of a WebSocket that a page of this origin opens. */
async function openedBy(url: string, origin: string): Promise<string> {
  const socket = new WebSocket(`${url}/graphql`, 'graphql-transport-ws', { origin });
  const outcome = await new Promise<string>((resolve) => {
    socket.on('open', () => resolve('open'));
    socket.on('error', (error) => resolve(String(error)));
  });
  socket.terminate();
  return outcome;
}

describe('a server without a credential of its own', () => {
  test('lets any page ask, and read', async () => {
    const url = await open({});
    expect(await allowed(url, APP)).toEqual(['*', '*']);
    expect(await openedBy(url, APP)).toBe('open');
  });

  test('lets pages of CORS_ORIGINS alone, if there are any, and tells caches so', async () => {
    const url = await open({ corsOrigins: [APP, 'http://localhost:3000'] });
    expect(await allowed(url, APP)).toEqual([APP, APP]);
    expect(await allowed(url, 'https://evil.example')).toEqual([null, null]);
    expect(await allowed(url, 'null')).toEqual([null, null]);
    expect((await fetch(`${url}${PATH}`)).headers.get('vary')).toMatch(/\bOrigin\b/);
    expect(await openedBy(url, APP)).toBe('open');
    expect(await openedBy(url, 'https://evil.example')).toMatch(/403/);
  });

  test('answers a preflight in full', async () => {
    const url = await open({ corsOrigins: [APP] });
    const { headers } = await fetch(`${url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: APP, 'access-control-request-headers': 'authorization,x-explain' },
    });
    expect(headers.get('access-control-allow-methods')).toContain('POST');
    expect(headers.get('access-control-allow-headers')).toBe('authorization,x-explain');
    expect(Number(headers.get('access-control-max-age'))).toBeGreaterThan(0);
    expect(headers.get('vary')).toMatch(/\bOrigin\b/);
  });
});

describe('a server with a credential of its own', () => {
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  afterEach(() => void logged.splice(0));

  test.each([{ odsApikey: 'demo-key' }, { odsUsername: 'demo', odsPassword: 'demo' }])(
    'lets no page of another origin read, and says so: %j',
    async (credential) => {
      const url = await open({ ...credential, logger });
      const read = await fetch(`${url}/health`, { headers: { origin: APP } });
      expect(read.headers.get('access-control-allow-origin')).toBeNull();
      const preflight = await fetch(`${url}/graphql`, { method: 'OPTIONS', headers: { origin: APP } });
      expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
      expect(await openedBy(url, APP)).toMatch(/403/);
      expect(await openedBy(url, url)).toBe('open');
      expect(logged.filter((line) => line.includes('CORS_ORIGINS'))).toHaveLength(1);
    },
  );

  test('lets pages of its public address open a WebSocket', async () => {
    const url = await open({ odsApikey: 'demo-key', publicUrl: 'https://graph.example.org/data' });
    expect(await openedBy(url, 'https://graph.example.org')).toBe('open');
    expect(await openedBy(url, 'https://graph.example.org.evil.example')).toMatch(/403/);
  });

  test('lets any page if that is said, and warns', async () => {
    const url = await open({ odsApikey: 'demo-key', corsOrigins: ['*'], logger });
    expect(await allowed(url, APP)).toEqual(['*', '*']);
    expect(logged.join()).toMatch(/"level":40.*CORS_ORIGINS is \*/);
  });
});
