import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReleasingResponse } from '../../src/server/releasing-response.ts';
import { head, openSocket } from '../support/raw-socket.ts';

const server = createServer({ ServerResponse: ReleasingResponse<IncomingMessage> });
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

const PIECE = 256 * 1024;
const pieceOf = (value: number) => new Uint8Array(PIECE).fill(value);
const asked = () => once(server, 'request') as unknown as Promise<[IncomingMessage, ReleasingResponse]>;

test('pieces that are taken over are sent whole, and then their memory is given back', async () => {
  const request = asked();
  const answer = fetch(url).then((reply) => reply.arrayBuffer());
  const [, response] = await request;
  const pieces = Array.from({ length: 40 }, (_, index) => pieceOf(index));
  for (const piece of pieces) {
    response.takeOver(piece);
    if (!response.write(piece)) await once(response, 'drain');
  }
  response.end('end');
  const bytes = new Uint8Array(await answer);
  expect(bytes).toHaveLength(40 * PIECE + 3);
  for (let index = 0; index < 40; index += 1)
    expect(bytes.subarray(index * PIECE, (index + 1) * PIECE).every((byte) => byte === index)).toBe(true);
  expect(pieces.map(({ length }) => length)).toEqual(pieces.map(() => 0));
});

test('a piece is not given back before a client that does not read has it', async () => {
  const request = asked();
  const client = await openSocket(url);
  client.socket.pause();
  client.write(head('GET / HTTP/1.1', 'Host: localhost', 'Connection: close'));
  const [, response] = await request;
  // More than the buffers of both ends hold.
  const pieces = Array.from({ length: 256 }, () => pieceOf(0x61));
  const write = (piece: Uint8Array) => {
    response.takeOver(piece);
    response.write(piece);
  };
  for (const piece of pieces.slice(0, 1)) write(piece);
  await expect.poll(() => pieces[0]?.length).toBe(0);
  for (const piece of pieces.slice(1)) write(piece);
  response.end();
  // Node sends at the end of a turn what was written in it.
  await new Promise((resolve) => setImmediate(resolve));
  expect(pieces.at(-1)).toHaveLength(PIECE);
  client.socket.resume();
  const text = await client.closed();
  expect(text.split('a').length).toBeGreaterThan(256 * PIECE);
  expect(pieces.at(-1)).toHaveLength(0);
});

test('what is not taken over, or is a part of something larger, is left alone; others are told as ever', async () => {
  const request = asked();
  const answer = fetch(url).then((reply) => reply.arrayBuffer());
  const [, response] = await request;
  const [own, whole] = [pieceOf(0x61), pieceOf(0x62)];
  const part = whole.subarray(1);
  response.takeOver(part);
  response.write(part);
  response.write(own, () => response.write('é', 'latin1', () => response.end()));
  const bytes = new Uint8Array(await answer);
  expect(bytes).toHaveLength(2 * PIECE);
  expect(bytes.at(-1)).toBe(0xe9);
  expect([own.length, whole.length]).toEqual([PIECE, PIECE]);
});

test('a piece that could not be sent is left to the collector', async () => {
  const request = asked();
  const client = await openSocket(url);
  client.write(head('GET / HTTP/1.1', 'Host: localhost'));
  const [, response] = await request;
  response.on('error', () => {});
  const closed = once(response, 'close');
  client.reset();
  await closed;
  const late = pieceOf(0x61);
  response.takeOver(late);
  const told = new Promise((resolve) => response.write(late, resolve));
  expect(await told).toBeInstanceOf(Error);
  expect(late).toHaveLength(PIECE);
});
