import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOfNode } from '../../src/server/body-source.ts';
import { head, openSocket } from '../support/raw-socket.ts';

const server = createServer();
let url: string;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends the beginning of a request; gives it, and what sends the rest. */
async function begun(body: string) {
  const client = await openSocket(url);
  const arrived = once(server, 'request');
  client.write(head('POST / HTTP/1.1', 'Host: localhost', 'Content-Length: 4') + body);
  const [request]: [IncomingMessage] = (await arrived) as [IncomingMessage];
  return { client, request };
}

/** What is read of a request's body. */
async function read(request: IncomingMessage): Promise<string> {
  const pieces: Uint8Array[] = [];
  await bodyOfNode(request).read((piece) => pieces.push(piece));
  return Buffer.concat(pieces).toString();
}

test('a body that is there is handed on at once, and the request ends', async () => {
  const { client, request } = await begun('body');
  const ended = once(request, 'end');
  await expect.poll(() => request.complete).toBe(true);
  const pieces: string[] = [];
  expect(bodyOfNode(request).read((piece) => pieces.push(Buffer.from(piece).toString()))).toBe(null);
  expect(pieces).toEqual(['body']);
  request.resume();
  await ended;
  client.reset();
});

test('a body that is not there yet is handed on as it arrives', async () => {
  const { client, request } = await begun('bo');
  const body = read(request);
  client.write('dy');
  expect(await body).toBe('body');
  client.reset();
});

test('a body that breaks off while it is read is refused', async () => {
  const { client, request } = await begun('bo');
  const body = read(request);
  client.reset();
  await expect(body).rejects.toMatchObject({ status: 400 });
});

test('a body that broke off before it is read is refused', async () => {
  const { client, request } = await begun('bo');
  const closed = new Promise((resolve) => request.on('error', () => {}).once('close', resolve));
  client.reset();
  await closed;
  await expect(read(request)).rejects.toMatchObject({ status: 400 });
});
