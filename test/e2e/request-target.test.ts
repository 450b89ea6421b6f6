/**
 * What a request is addressed to is refused if it is two things. Only the listener sees it: `fetch` is told an address, which
 * whoever listens has made.
 */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type FrontDoor, openFrontDoor } from '../support/front-door.ts';
import { head, openSocket } from '../support/raw-socket.ts';

let door: FrontDoor;

beforeAll(async () => {
  door = await openFrontDoor({ odsUrl: inject('portalUrl') });
});
afterAll(() => door.close());

async function answered(...lines: string[]): Promise<string> {
  const client = await openSocket(door.url);
  client.write(head(...lines, 'Connection: close'));
  return client.closed();
}

test('links of a request without a host are relative', async () => {
  const query = '{ dataset(datasetId: "country-flags") { export(format: JSON) { url } } }';
  const answer = await answered(`GET /graphql?query=${encodeURIComponent(query)} HTTP/1.0`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 .*"export":\{"url":"\/export\/country-flags\.json"/s);
});

describe('a request', () => {
  test.each([
    ['two hosts', 'GET /health HTTP/1.1', 'Host: localhost', 'Host: evil.example'],
    ['two hosts of one name', 'GET /health HTTP/1.1', 'Host: localhost', 'Host: localhost'],
    ['a host with a path', 'GET /health HTTP/1.1', 'Host: localhost/evil'],
    ['a host with a user', 'GET /health HTTP/1.1', 'Host: me@localhost'],
    ['a host with a space', 'GET /health HTTP/1.1', 'Host: local host'],
    ['a long host', 'GET /health HTTP/1.1', `Host: ${'x'.repeat(300)}`],
    ['another host in its address', 'GET http://evil.example/health HTTP/1.1', 'Host: localhost'],
    ['another port in its address', 'GET http://localhost:1/health HTTP/1.1', 'Host: localhost'],
    ['an address that is none', 'GET http://:x:y/health HTTP/1.1', 'Host: localhost'],
    ['an address of another protocol', 'GET ftp://localhost/health HTTP/1.1', 'Host: localhost'],
    ['a star for a path', 'OPTIONS * HTTP/1.1', 'Host: localhost'],
    ['a backslash in its path', 'GET /\\evil.example HTTP/1.1', 'Host: localhost'],
  ])('with %s is refused', async (_, ...lines) => {
    const answer = await answered(...lines);
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*"errors":\[\{"message":"[A-Z]/s);
  });
});
