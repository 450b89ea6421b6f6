import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Credential } from '../../../src/ods/transport/credential.ts';

test('shows itself nowhere, however it is printed', () => {
  const credential = Credential.basic('user', 'k3y-secret');
  const shown = [
    String(credential),
    `${credential}`,
    JSON.stringify({ credential }),
    inspect({ credential }, { depth: 9 }),
  ];
  for (const text of shown) {
    expect(text).toContain('[Credential');
    expect(text).not.toMatch(/k3y|dXNlcjp/);
  }
});

test('the same key is the same caller however its scheme is written, another key another', () => {
  const id = Credential.apikey('k').id;
  expect(Credential.fromAuthorization('APIKEY   k').id).toBe(id);
  expect(Credential.fromAuthorization('apikey k').headers()).toEqual({ authorization: 'Apikey k' });
  expect(Credential.fromAuthorization('Bearer k').id).not.toBe(id);
  expect(Credential.apikey('l').id).not.toBe(id);
  expect(Credential.anonymous.headers()).toEqual({});
});

test.each(['', 'k', 'Digest k', 'Apikey', 'Apikey a b', 'Bearer\tx y'])(
  'refuses %j, and says what would be right',
  (header) => {
    expect(() => Credential.fromAuthorization(header)).toThrow(/Apikey <key>/);
  },
);
