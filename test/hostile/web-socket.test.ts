/** WebSockets that break the protocol, flood it, or carry what no header may. */
import { once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { type RawData, WebSocket } from 'ws';
import { besiege } from '../support/hostile.ts';
import { begun, frame, framesOf, upgraded } from '../support/web-socket-frames.ts';

const siege = besiege();

const MB = 1024 * 1024;
const INIT = '{"type":"connection_init"}';
const PUSHED = 'subscription { recordsPushed(datasetId: "realtime-sensors") { at } }';

const text = (message: string) => frame(1, Buffer.from(message));

interface Conversation {
  messages: { id?: string; type: string; payload?: unknown }[];
  /** The code with which it was closed. */
  closed: number;
}

/** Connects as a client of the protocol does, sends the first of these messages, the others when it is let in, and hears until it is closed, or told enough. */
async function converse(
  url: string,
  messages: readonly string[],
  {
    enough = () => false,
    silence = 5000,
  }: { enough?: (conversation: Conversation) => boolean; silence?: number } = {},
): Promise<Conversation> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const conversation: Conversation = { messages: [], closed: 0 };
  socket.on('error', () => {});
  await once(socket, 'open');
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, silence);
    socket.on('close', (code) => {
      conversation.closed = code;
      clearTimeout(timer);
      resolve();
    });
    socket.on('message', (data: RawData) => {
      timer.refresh();
      const message: Conversation['messages'][number] = JSON.parse(String(data));
      conversation.messages.push(message);
      // Whoever does not wait to be let in is sent away.
      if (message.type === 'connection_ack') for (const later of messages.slice(1)) socket.send(later);
      if (enough(conversation)) resolve();
    });
    for (const message of messages.slice(0, 1)) socket.send(message);
  });
  socket.terminate();
  return conversation;
}

const subscribe = (id: number | string, query: string, payload: object = {}) =>
  JSON.stringify({ id: String(id), type: 'subscribe', payload: { query, ...payload } });
const count = ({ messages }: Conversation, code: string) =>
  messages.filter((message) => JSON.stringify(message).includes(`"${code}"`)).length;

describe('a frame', () => {
  test.each<[string, Buffer[], number[]]>([
    ['that is not masked', [frame(1, Buffer.from(INIT), { masked: false })], [1002]],
    ['with bad UTF-8', [frame(1, Buffer.from([0xff, 0xfe, 0xc0, 0x80]))], [1007]],
    ['with half a character of UTF-8', [frame(1, Buffer.from([0xed, 0xa0, 0x80]))], [1007]],
    ['with reserved bits', [frame(1, Buffer.from(INIT), { reserved: 0x70 })], [1002]],
    ['that claims to be compressed', [frame(1, Buffer.from(INIT), { reserved: 0x40 })], [1002]],
    ['of an unknown kind', [frame(11, Buffer.from('x'))], [1002]],
    ['that goes on with nothing', [frame(0, Buffer.from('x'))], [1002]],
    ['that claims 2^40 bytes', [frame(1, Buffer.from('x'), { length: 2 ** 40 })], [1009]],
    ['that claims 2^62 bytes', [frame(1, Buffer.from('x'), { length: 2 ** 62 })], [1009, 1002]],
    ['of control with 200 bytes', [frame(9, Buffer.alloc(200))], [1002]],
    ['of control in pieces', [frame(9, Buffer.from('x'), { fin: false })], [1002]],
    ['of closing with one byte', [frame(8, Buffer.from([3]))], [1002]],
    ['of closing with a code that is none', [frame(8, Buffer.from([0, 1]))], [1002]],
    ['of bytes instead of text', [frame(2, Buffer.from([0, 1, 2, 255]))], [4400, 1003]],
    ['of no JSON', [text('{')], [4400]],
    ['of JSON that is no message', [text('1')], [4400]],
    ['of a message of no type', [text('{"type":"hack"}')], [4400]],
    ['of JSON 100,000 deep', [text(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)], [4400]],
    ['before its time', [text(subscribe(1, '{ __typename }'))], [4401]],
    ['that begins twice', [text(INIT), text(INIT)], [4429]],
    ['with the name of a prototype', [text('{"__proto__":{"type":"connection_init"},"type":"x"}')], [4400]],
    ['of 33 MB', [frame(1, Buffer.alloc(33 * MB, 'x'))], [1009]],
    [
      'in pieces of 1 MB without an end',
      Array.from({ length: 64 }, (_, n) => frame(n === 0 ? 1 : 0, Buffer.alloc(MB, 'x'), { fin: false })),
      [1009],
    ],
    [
      'in a million pieces',
      [
        frame(1, Buffer.from('x'), { fin: false }),
        ...Array.from({ length: 100 }, () =>
          Buffer.concat(Array(10_000).fill(frame(0, Buffer.from('x'), { fin: false }))),
        ),
      ],
      [1008, 1009, 4400],
    ],
    [
      'in a million empty pieces',
      [
        frame(1, Buffer.from('x'), { fin: false }),
        ...Array.from({ length: 100 }, () =>
          Buffer.concat(Array(10_000).fill(frame(0, Buffer.alloc(0), { fin: false }))),
        ),
      ],
      [1008, 1009, 4400],
    ],
  ])('%s closes the connection, which says why', async (_, frames, codes) => {
    const code = await siege.attack(async ({ url }) => {
      const socket = await upgraded(url);
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => void chunks.push(chunk));
      const isClosing = () => closeCodeOf(Buffer.concat(chunks)) > 0 || socket.closed;
      for (const part of frames) socket.write(part);
      await vi.waitUntil(isClosing, { timeout: 10_000 });
      socket.destroy();
      return closeCodeOf(Buffer.concat(chunks));
    });
    expect(codes).toContain(code);
  });
});

/** The code with which the server closes; 0 if it does not. */
function closeCodeOf(bytes: Buffer): number {
  const closing = framesOf(bytes).find(({ opcode }) => opcode === 8);
  if (!closing) return 0;
  return closing.payload.length >= 2 ? closing.payload.readUInt16BE(0) : 1005;
}

describe('a flood', () => {
  test('of 10,000 pings', async () => {
    await siege.attack(async ({ url }) => {
      const { messages } = await converse(url, [INIT, ...Array(10_000).fill('{"type":"ping"}')], {
        enough: ({ messages }) => messages.length > 10_000,
      });
      expect(messages.length).toBeLessThanOrEqual(10_001);
    });
  });

  test('of 10,000 operations on one connection', async () => {
    const conversation = await siege.attack(({ url }) =>
      converse(url, [INIT, ...Array.from({ length: 10_000 }, (_, n) => subscribe(n, '{ __typename }'))], {
        enough: ({ messages }) =>
          messages.filter(({ type }) => type === 'complete' || type === 'error').length === 10_000,
      }),
    );
    expect(count(conversation, 'INTERNAL_SERVER_ERROR')).toBe(0);
    expect(count(conversation, 'Query')).toBeGreaterThan(0);
  });

  test('of 1,000 subscriptions on one connection', async () => {
    const conversation = await siege.attack(({ url }) =>
      converse(url, [INIT, ...Array.from({ length: 1000 }, (_, n) => subscribe(n, PUSHED))], {
        enough: ({ messages }) => messages.filter(({ type }) => type === 'error').length >= 900,
      }),
    );
    expect(
      count(conversation, 'TOO_MANY_SUBSCRIPTIONS') + count(conversation, 'TOO_MANY_OPERATIONS'),
    ).toBeGreaterThanOrEqual(900);
  });

  test('of 1,000 subscriptions on twenty connections', async () => {
    const conversations = await siege.attack(({ url }) =>
      Promise.all(
        Array.from({ length: 20 }, () =>
          converse(url, [INIT, ...Array.from({ length: 50 }, (_, n) => subscribe(n, PUSHED))], {
            silence: 3000,
          }),
        ),
      ),
    );
    const refused = conversations.reduce(
      (sum, conversation) => sum + count(conversation, 'TOO_MANY_SUBSCRIPTIONS'),
      0,
    );
    expect(refused).toBeGreaterThanOrEqual(900);
  });

  test('of 20,000 operations of one id, begun and left', async () => {
    const messages = Array.from({ length: 10_000 }, (_, n) => [
      subscribe(n, '{ datasets { totalCount } }'),
      JSON.stringify({ id: String(n), type: 'complete' }),
    ]).flat();
    await siege.attack(({ url }) =>
      converse(url, [INIT, ...messages, '{"type":"ping"}'], {
        enough: ({ messages }) => messages.some(({ type }) => type === 'pong'),
      }),
    );
  });

  test('of operations of the same id closes the connection', async () => {
    const { closed } = await siege.attack(({ url }) =>
      converse(url, [INIT, subscribe(1, PUSHED), subscribe(1, PUSHED)]),
    );
    expect(closed).toBe(4409);
  });

  test('of 20,000 messages of no meaning', async () => {
    const { closed } = await siege.attack(({ url }) =>
      converse(url, [INIT, ...Array(20_000).fill('{"type":"pong"}'), '{"type":"complete","id":"x"}', 'x']),
    );
    expect(closed).toBe(4400);
  });

  test('of eight messages of 12 MB', async () => {
    await siege.attack(({ url }) =>
      Promise.all(
        Array.from({ length: 8 }, () =>
          converse(url, [INIT, subscribe(1, '{ __typename }', { variables: { x: 'x'.repeat(12 * MB) } })], {
            enough: ({ messages }) => messages.length > 1,
          }),
        ),
      ),
    );
  });

  test('of 300 connections, each reset', async () => {
    await siege.attack(async ({ url }) => {
      for (let round = 0; round < 6; round += 1) {
        const sockets = await Promise.all(Array.from({ length: 50 }, () => begun(url)));
        for (const [index, socket] of sockets.entries()) {
          socket.write(text(subscribe(1, index % 2 ? PUSHED : '{ datasets { totalCount } }')));
          socket.resetAndDestroy();
        }
      }
    });
  });

  test('of answers that nobody reads', async () => {
    const query =
      '{ dataset(datasetId: "doc-geonames-cities-5000") { records(first: 1000) { nodes { fields } } } }';
    await siege.attack(async ({ url }) => {
      const socket = await begun(url);
      socket.pause();
      for (let n = 0; n < 100; n += 1) socket.write(text(subscribe(n, query)));
      await new Promise((resolve) => setTimeout(resolve, 3000));
      socket.destroy();
    });
  });

  test('of a download that nobody reads', async () => {
    const query =
      'subscription { downloadRecords(datasetId: "doc-geonames-cities-5000", batchSize: 1000) { records { fields } } }';
    await siege.attack(async ({ url }) => {
      const sockets = await Promise.all(Array.from({ length: 10 }, () => begun(url)));
      for (const socket of sockets) {
        socket.pause();
        for (let n = 0; n < 5; n += 1) socket.write(text(subscribe(n, query)));
      }
      await new Promise((resolve) => setTimeout(resolve, 3000));
      for (const socket of sockets) socket.destroy();
    });
  });
});

test('a connection that never begins is closed', async () => {
  const { closed } = await siege.attack(({ url }) => converse(url, [], { silence: 15_000 }), {
    within: 20_000,
  });
  expect(closed).toBe(4408);
});

describe('an operation', () => {
  test.each<[string, object]>([
    ['without a query', {}],
    ['whose query is a number', { query: 1 }],
    ['whose query is an object', { query: {} }],
    ['whose variables are a text', { query: '{ __typename }', variables: 'x' }],
    ['whose extensions are a list', { query: '{ __typename }', extensions: [] }],
    ['whose name is a list', { query: '{ __typename }', operationName: [] }],
    ['that is no GraphQL', { query: '{' }],
    ['that is nothing known', { query: '{ nothing }' }],
    ['that is too deep', { query: '{ dataset(datasetId: "x") '.repeat(2000) }],
    [
      'with a thousand aliases',
      { query: `{ ${Array.from({ length: 1000 }, (_, n) => `a${n}: __typename`).join(' ')} }` },
    ],
    [
      'that costs too much',
      {
        query:
          '{ datasets(first: 100) { nodes { records(first: 10000) { nodes { dataset { records(first: 10000) { nodes { id } } } } } } } }',
      },
    ],
    ['persisted, and garbage', { extensions: { persistedQuery: { version: 1, sha256Hash: {} } } }],
  ])('%s is refused as over HTTP', async (_, payload) => {
    const { messages, closed } = await siege.attack(({ url }) =>
      converse(url, [INIT, JSON.stringify({ id: '1', type: 'subscribe', payload })], {
        enough: ({ messages }) => messages.length > 1,
      }),
    );
    // The protocol itself sends away whoever asks for nothing.
    if (closed === 4400) return;
    expect(messages.at(-1)?.type).toBe('error');
    expect(JSON.stringify(messages)).not.toContain('INTERNAL_SERVER_ERROR');
  });
});

describe('the parameters of a connection', () => {
  const SECRET = 'secret-of-a-caller';
  test.each<[string, string]>([
    ['a character that no header may carry', `Apikey ${SECRET}\u0000`],
    ['a character beyond Latin', `Apikey ${SECRET}\u4e2d\u6587`],
    ['half a character', `Apikey ${SECRET}\ud800`],
    ['a line feed', `Apikey ${SECRET}\r\nX-Injected: 1`],
    ['nothing but spaces', '   '],
    ['a megabyte', `Apikey ${SECRET}${'k'.repeat(MB)}`],
    ['a scheme of no form', `${SECRET} ${SECRET} ${SECRET}`],
  ])('with a credential of %s', async (_, authorization) => {
    const init = JSON.stringify({ type: 'connection_init', payload: { Authorization: authorization } });
    const conversation = await siege.attack(async (server) => {
      const heard = await converse(server.url, [init, subscribe(1, '{ datasets { totalCount } }')], {
        enough: ({ messages }) => messages.length > 1,
      });
      expect(server.output).not.toContain(SECRET);
      return heard;
    });
    expect(JSON.stringify(conversation)).not.toContain(SECRET);
    expect(count(conversation, 'INTERNAL_SERVER_ERROR')).toBe(0);
    expect(
      conversation.messages.at(-1)?.type === 'error' ||
        conversation.closed >= 4400 ||
        // A message that is too large.
        conversation.closed === 1009 ||
        count(conversation, 'UNAUTHENTICATED') === 1 ||
        authorization.trim() === '',
    ).toBe(true);
  });

  test.each([
    '1',
    '"x"',
    '[]',
    'null',
    '{"Authorization":1}',
    '{"Authorization":{}}',
    `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
    '{"__proto__":{"Authorization":"Apikey x"}}',
  ])('that are %s', async (payload) => {
    const { messages } = await siege.attack(({ url }) =>
      converse(url, [`{"type":"connection_init","payload":${payload}}`, subscribe(1, '{ __typename }')], {
        enough: ({ messages }) => messages.length > 1,
      }),
    );
    expect(JSON.stringify(messages)).not.toContain('INTERNAL_SERVER_ERROR');
  });
});
