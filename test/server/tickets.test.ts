import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OdsError } from '../../src/ods/errors.ts';
import { Credential } from '../../src/ods/transport/credential.ts';
import { type Resource, Tickets } from '../../src/server/tickets.ts';

const portal = new URL('https://data.example.org');
const secret = 's'.repeat(32);
const credential = Credential.apikey('key-of-the-caller');
const resource: Resource = {
  path: '/export/cities.csv',
  parameters: [
    ['q', 'a'],
    ['q', 'b'],
    ['fields', 'name'],
  ],
};

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason: unknown) => reason);
  if (error instanceof OdsError && error.code === 'UNAUTHENTICATED') return error.message;
  throw new Error(`Not refused: ${String(error)}`);
}

describe('a ticket', () => {
  test('opens its resource for its credential, and shows nothing of it', async () => {
    const tickets = new Tickets({ portal, secret, ttl: 600, now: Date.now });
    const ticket = await tickets.seal(credential, resource);
    expect((await tickets.open(ticket, resource)).id).toBe(credential.id);
    const parts = ticket.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(`${ticket}${parts}`).not.toMatch(/key-of-the-caller|cities|apikey/i);
  });

  test('is the same for its parameters in another order of names, and for no other order of values', async () => {
    const tickets = new Tickets({ portal, secret, ttl: 600, now: Date.now });
    const ticket = await tickets.seal(credential, resource);
    const [a = ['', ''], b = ['', ''], fields = ['', '']] = resource.parameters;
    await tickets.open(ticket, { ...resource, parameters: [fields, a, b] });
    expect(await refusal(tickets.open(ticket, { ...resource, parameters: [b, a, fields] }))).toContain(
      'another address',
    );
  });

  test('opens nothing else', async () => {
    const tickets = new Tickets({ portal, secret, ttl: 600, now: Date.now });
    const ticket = await tickets.seal(credential, resource);
    const others: Resource[] = [
      { ...resource, path: '/export/rivers.csv' },
      { ...resource, path: '/export/cities.json' },
      { ...resource, parameters: [] },
      { ...resource, parameters: [...resource.parameters, ['fields', 'secret']] },
      {
        ...resource,
        parameters: [
          ['q', 'ab'],
          ['fields', 'name'],
        ],
      },
    ];
    for (const other of others) {
      expect(await refusal(tickets.open(ticket, other))).toContain('another address');
    }
  });

  test('that was altered anywhere is refused', async () => {
    const tickets = new Tickets({ portal, secret, ttl: 600, now: Date.now });
    const ticket = await tickets.seal(credential, resource);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(ticket.length - 1),
        fc.constantFrom('A', 'z', '0', '.', ''),
        async (at, other) => {
          const altered = ticket.slice(0, at) + other + ticket.slice(at + 1);
          // The last character of a part may carry bits that are no part of it.
          const same = (one: string) =>
            one
              .split('.')
              .map((part) => Buffer.from(part, 'base64url').toString('hex'))
              .join('.');
          fc.pre(same(altered) !== same(ticket));
          await refusal(tickets.open(altered, resource));
        },
      ),
    );
    for (const nonsense of ['', '.', 'a.b.c.d.e', 'x'.repeat(10_000)]) {
      await refusal(tickets.open(nonsense, resource));
    }
  });

  test('is none for another secret, another portal, or a process without one', async () => {
    const ticket = await new Tickets({ portal, secret, ttl: 600, now: Date.now }).seal(credential, resource);
    const others = [
      new Tickets({ portal, secret: 't'.repeat(32), ttl: 600, now: Date.now }),
      new Tickets({ portal: new URL('https://other.example.org'), secret, ttl: 600, now: Date.now }),
      new Tickets({ portal, ttl: 600, now: Date.now }),
    ];
    for (const other of others) await refusal(other.open(ticket, resource));
    const replica = new Tickets({ portal, secret, ttl: 600, now: Date.now });
    expect((await replica.open(ticket, resource)).id).toBe(credential.id);
  });

  test('expires', async () => {
    let now = Date.now();
    const tickets = new Tickets({ portal, secret, ttl: 60, now: () => now });
    const ticket = await tickets.seal(credential, resource);
    now += 58_000;
    await tickets.open(ticket, resource);
    now += 3_000;
    expect(await refusal(tickets.open(ticket, resource))).toContain('has expired');
  });
});
