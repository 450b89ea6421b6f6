/** Whom a request is counted under: the address that the last trusted proxy was asked from, and none that a client wrote. */
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { ClientAddresses } from '../../src/server/client-address.ts';

function requestFrom(peer: string, forwarded?: string): IncomingMessage {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return request;
}

test.each([
  [0, '203.0.113.1', '10.0.0.1'],
  [1, '198.51.100.7, 203.0.113.1', '203.0.113.1'],
  [2, 'invented, 198.51.100.7, 10.0.0.9', '198.51.100.7'],
  [2, '203.0.113.1', '10.0.0.1'],
  [1, undefined, '10.0.0.1'],
  [1, '', '10.0.0.1'],
])('with %i trusted proxies and X-Forwarded-For %s it is %s', (proxies, forwarded, expected) => {
  expect(new ClientAddresses(proxies).of(requestFrom('10.0.0.1', forwarded))).toBe(expected);
});

test('what is no address is no longer than one', () => {
  expect(new ClientAddresses(1).of(requestFrom('10.0.0.1', 'x'.repeat(10_000)))).toHaveLength(64);
});
