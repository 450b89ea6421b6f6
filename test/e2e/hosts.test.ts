/** The host that a request names decides no link, unless it is known. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type FrontDoor, openFrontDoor } from '../support/front-door.ts';
import { head, openSocket } from '../support/raw-socket.ts';

const QUERY =
  '{ dataset(datasetId: "country-flags") { export(format: JSON) { url } records(first: 1) { nodes { files { file { url } } } } } }';
const PATH = `/graphql?query=${encodeURIComponent(QUERY)}`;

let door: FrontDoor;

beforeAll(async () => {
  door = await openFrontDoor({ odsUrl: inject('portalUrl') });
});
afterAll(() => door.close());

async function answered(url: string, ...lines: string[]): Promise<string> {
  const client = await openSocket(url);
  client.write(head(...lines, 'Connection: close'));
  return client.closed();
}

/** The link of an export, as a request with these lines is told it. */
async function linkTold(url: string, ...lines: string[]): Promise<string | undefined> {
  const answer = await answered(url, ...lines);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  return /"export":\{"url":"([^"]*)"/.exec(answer)?.[1];
}

describe('links', () => {
  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', 'evil.example:4000'])(
    'do not begin with a host that nobody has vouched for: %s',
    async (host) => {
      expect(await linkTold(door.url, `GET ${PATH} HTTP/1.1`, `Host: ${host}`)).toBe(
        '/export/country-flags.json',
      );
    },
  );

  test('begin with the host that was asked if it is a loopback name, and are relative for others, those of files too', async () => {
    const response = await fetch(`${door.url}${PATH}`);
    const { data, errors } = await response.json();
    expect(errors).toBeUndefined();
    expect(data.dataset.export.url).toBe(`${door.url}/export/country-flags.json`);
    const answer = await answered(door.url, `GET ${PATH} HTTP/1.1`, 'Host: evil.example');
    expect(answer).toMatch(/"file":\{"url":"\/media\/country-flags\/files\/[\w-]+"/);
    expect(answer).not.toContain('evil');
  });

  test.each(['localhost', 'LOCALHOST:4000', '127.0.0.1:8080', '[::1]:4000'])(
    'begin with the loopback host that was asked: %s',
    async (host) => {
      expect(await linkTold(door.url, `GET ${PATH} HTTP/1.1`, `Host: ${host}`)).toBe(
        `http://${host.toLowerCase()}/export/country-flags.json`,
      );
    },
  );

  test('begin with a host of TRUSTED_HOSTS, and then with no other', async () => {
    const trusting = await openFrontDoor({
      odsUrl: inject('portalUrl'),
      trustedHosts: ['data.example.org', 'graph.example.org:8080'],
    });
    const told = (host: string) => linkTold(trusting.url, `GET ${PATH} HTTP/1.1`, `Host: ${host}`);
    expect(await told('data.example.org')).toMatch(/^http:\/\/data\.example\.org\/export/);
    expect(await told('data.example.org:81')).toMatch(/^http:\/\/data\.example\.org:81\/export/);
    expect(await told('graph.example.org:8080')).toMatch(/^http:\/\/graph\.example\.org:8080\/export/);
    expect(await told('graph.example.org')).toMatch(/^\/export/);
    expect(await told('localhost')).toMatch(/^\/export/);
    await trusting.close();
  });

  test('that are relative can be opened', async () => {
    const link = await linkTold(door.url, `GET ${PATH} HTTP/1.1`, 'Host: evil.example');
    expect((await fetch(new URL(link ?? '', door.url))).status).toBe(200);
  });
});

describe('a request', () => {
  test('with its address in full is answered', async () => {
    const answer = await answered(door.url, 'GET http://Localhost/health?a=b HTTP/1.1', 'Host: localhost');
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*\{"status":"ok"\}/s);
  });

  test.each([
    '//evil.example/health',
    '///',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/graphql/..;/health',
    '/\u00e9',
    '/%zz',
  ])('for the path %s finds nothing, and no other host', async (path) => {
    const answer = await answered(door.url, `GET ${path} HTTP/1.1`, 'Host: localhost');
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(answer).not.toMatch(/location/i);
  });
});
