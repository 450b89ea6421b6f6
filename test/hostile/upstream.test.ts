/** Portals that answer too much, too slowly, wrongly or not at all. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  GOOD,
  type MisbehavingPortal,
  rightAnswer,
  sendJson,
  startMisbehavingPortal,
} from '../portals/misbehaving-portal.ts';
import { besiege, codesOf } from '../support/hostile.ts';
import { openMany } from '../support/raw-http.ts';
import { type Reply, send } from '../support/send.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const MB = 1024 * 1024;
/** The deadlines of the server, in milliseconds. */
const TIMEOUT = 1000;
const CALL_TIMEOUT = 2000;
const OPERATION_TIMEOUT = 5000;
const SLACK = 4000;

let portal: MisbehavingPortal;
beforeAll(async () => {
  portal = await startMisbehavingPortal();
});
beforeEach(() => void portal.requests.splice(0));
afterAll(() => portal.close());

const siege = besiege({
  settings: () => ({
    ODS_URL: portal.url,
    ODS_TIMEOUT: String(TIMEOUT),
    ODS_CALL_TIMEOUT: String(CALL_TIMEOUT),
    // No attack is to be spared because of the one before it.
    ODS_BREAKER_FAILURES: '0',
    ODS_QUEUE_TIMEOUT: String(CALL_TIMEOUT),
    OPERATION_TIMEOUT: String(OPERATION_TIMEOUT),
  }),
  ordinary: GOOD,
});

/** What asks each API for something that is kept under a name of its own. */
const QUERIES: Record<string, (id: string) => string> = {
  'dataset lookup': (id) => `{ dataset(datasetId: "${id}") { title } }`,
  catalog: (id) => `{ datasets(filter: { q: "${id}" }) { totalCount nodes { title } } }`,
  'record search': (id) =>
    `{ dataset(datasetId: "${id}") { records(first: 1) { totalCount nodes { fields } } } }`,
  'record lookup': (id) => `{ record(datasetId: "${id}", recordId: "r") { fields } }`,
  analysis: (id) =>
    `{ dataset(datasetId: "${id}") { analysis(x: [{ field: "text" }], series: [{ name: "n", function: COUNT }]) { points { label } } } }`,
  clustering: (id) =>
    `{ dataset(datasetId: "${id}") { geoClusters(radius: 10, zoom: 3) { clusters { count } } } }`,
  'bounding box': (id) => `{ dataset(datasetId: "${id}") { boundingBox { southWest { latitude } } } }`,
};

let asked = 0;

/** A name that nothing was asked under before, so that nothing is kept under it. */
function fresh(): string {
  asked += 1;
  return `d${asked}`;
}

/** Has the portal answer like this whatever this API is asked, and asks it. */
async function askOver(
  api: string,
  answer: Answer,
  answers = QUERIES[api] ?? QUERIES.catalog,
): Promise<Reply> {
  const id = fresh();
  const isLookup = (url: string) => new URL(url, 'http://portal').pathname === `/api/datasets/1.0/${id}/`;
  return siege.attack(
    ({ url }) => {
      portal.answer = (request, response) =>
        isLookup(request.url ?? '') && api !== 'dataset lookup'
          ? sendJson(response, rightAnswer(request.url ?? ''))
          : answer(request, response);
      return send(`${url}/graphql`, { json: { query: answers?.(id) ?? '' } });
    },
    { within: OPERATION_TIMEOUT + SLACK },
  );
}

/** Writes this again and again, as fast as it is read. */
const endless =
  (start: string, part: string, megabytes: number): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(start);
    let left = megabytes * MB;
    const write = () => {
      while (left > 0 && !response.destroyed) {
        left -= part.length;
        if (!response.write(part)) return void response.once('drain', write);
      }
      response.end();
    };
    write();
  };

const text =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200): Answer =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

const INVALID = ['UPSTREAM_INVALID_RESPONSE'];
const FAILED = ['UPSTREAM_INVALID_RESPONSE', 'UPSTREAM_UNAVAILABLE'];
const LATE = ['UPSTREAM_TIMEOUT'];
/** Whichever of its bounds the answer meets first. */
const LARGE = [...INVALID, ...LATE];

describe('an answer that is too much', () => {
  const zeros = gzipSync(Buffer.alloc(700 * MB));
  test.each<[string, Answer, string[]]>([
    ['700 MB of text', endless('{"nhits":1,"datasets":[],"x":"', 'x'.repeat(MB), 700), LARGE],
    ['700 MB of spaces', endless('', ' '.repeat(MB), 700), LARGE],
    [
      '700 MB of datasets',
      endless('{"nhits":1,"datasets":[{}', ',{"datasetid":"x"}'.repeat(60_000), 700),
      INVALID,
    ],
    ['700 MB that are announced', text('{', { 'content-length': String(700 * MB) }), [...INVALID, ...LATE]],
    ['700 MB in 700 KB', text(zeros, { 'content-encoding': 'gzip' }), LARGE],
    ['30 MB of empty objects', text(`{"nhits":1,"datasets":[${'{},'.repeat(10 * MB)}{}]}`), LARGE],
    ['10,000 levels', text(`{"nhits":1,"datasets":${'['.repeat(10_000)}${']'.repeat(10_000)}}`), INVALID],
    [
      '10,000 levels of what is kept',
      text(
        `{"nhits":1,"datasets":[{"datasetid":"x","metas":{"a":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}}]}`,
      ),
      INVALID,
    ],
    ['5,000,000 levels', text('['.repeat(5_000_000)), INVALID],
    [
      '2,000 headers',
      (_, response) => {
        for (let n = 0; n < 2000; n += 1) response.setHeader(`x-${n}`, 'x'.repeat(100));
        response.end('{}');
      },
      FAILED,
    ],
    [
      'an error of 10 MB',
      text(JSON.stringify({ error: 'e'.repeat(10 * MB) }), {}, 400),
      ['BAD_USER_INPUT', ...INVALID],
    ],
    [
      'an error of 700 MB',
      (request, response) => {
        response.statusCode = 500;
        endless('{"error":"', 'x'.repeat(MB), 700)(request, response);
      },
      FAILED,
    ],
    ['a page of 5 MB', text(`<html>${'<p>'.repeat(1.6 * MB)}`, { 'content-type': 'text/html' }, 502), FAILED],
  ])('%s', async (_, answer, codes) => {
    const reply = await askOver('catalog', answer);
    expect(codes).toContain(codesOf(reply)[0]);
    expect(reply.bytes).toBeLessThan(5000);
  });

  test('thirty of 30 MB at the same time', async () => {
    const replies = await siege.attack(
      ({ url }) => {
        portal.answer = text(
          `{"nhits":1,"datasets":[{"datasetid":"x","metas":{"title":"${'x'.repeat(30 * MB)}"}}]}`,
        );
        return Promise.all(
          Array.from({ length: 30 }, (_, n) =>
            send(`${url}/graphql`, {
              json: { query: `{ datasets(filter: { q: "big${n}" }) { totalCount } }` },
            }),
          ),
        );
      },
      { within: OPERATION_TIMEOUT + SLACK },
    );
    for (const reply of replies)
      expect([undefined, ...FAILED, ...LATE, 'OPERATION_TIMEOUT']).toContain(codesOf(reply)[0]);
  });
});

describe('an answer that is late', () => {
  const trickle: Answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"nhits":1,"x":"');
    const timer = setInterval(() => response.write('x'), 100);
    response.on('close', () => clearInterval(timer));
  };
  const answers: Record<string, Answer> = {
    'does not come': () => {},
    'has no body': (_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders(),
    'stops in the middle': (_, response) => void response.writeHead(200).write('{"nhits":'),
    trickles: trickle,
    'trickles as an error': (request, response) => {
      response.statusCode = 500;
      trickle(request, response);
    },
  };

  test.each(Object.entries(answers))('and %s', async (_, answer) => {
    const began = performance.now();
    const reply = await askOver('catalog', answer);
    expect([...LATE, 'UPSTREAM_UNAVAILABLE']).toContain(codesOf(reply)[0]);
    expect(performance.now() - began).toBeLessThan(CALL_TIMEOUT + SLACK + 4000);
  });

  test.each(Object.entries(answers))('and %s starves nobody else, sixteen times', async (_, answer) => {
    const waits = await siege.attack(
      async ({ url }) => {
        portal.answer = answer;
        const slow = Array.from({ length: 32 }, () =>
          send(`${url}/graphql`, {
            json: { query: `{ datasets(filter: { q: "${fresh()}" }) { totalCount } }` },
          }),
        );
        const began = performance.now();
        const { answer: mine } = await send(`${url}/graphql`, {
          json: { query: GOOD.query },
          headers: { authorization: 'Apikey another-caller', 'cache-control': 'no-cache' },
        });
        const waited = performance.now() - began;
        expect(mine.data).toEqual(GOOD.data);
        const codes = (await Promise.all(slow)).flatMap(codesOf);
        return { waited, codes };
      },
      { within: OPERATION_TIMEOUT + SLACK },
    );
    expect(waits.waited).toBeLessThan(CALL_TIMEOUT + SLACK);
    for (const code of waits.codes)
      expect([...LATE, 'UPSTREAM_UNAVAILABLE', 'OPERATION_TIMEOUT']).toContain(code);
  });
});

describe('an answer that is broken', () => {
  test.each<[string, Answer, string[]]>([
    ['by a reset at once', (_, response) => void response.socket?.resetAndDestroy(), FAILED],
    [
      'by a reset in the middle',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"nhits":1,', () => response.socket?.resetAndDestroy());
      },
      FAILED,
    ],
    [
      'by an end in the middle',
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"nhits":1,', () => response.socket?.destroy());
      },
      FAILED,
    ],
    ['by a compression that is none', text('no gzip', { 'content-encoding': 'gzip' }), FAILED],
    ['by an unknown compression', text('{}', { 'content-encoding': 'hack' }), FAILED],
    [
      'by half a compression',
      text(gzipSync('{"nhits":1,"datasets":[]}').subarray(0, 20), { 'content-encoding': 'gzip' }),
      FAILED,
    ],
    ['as HTTP', (_, response) => void response.socket?.end('HACK\r\n\r\n'), FAILED],
    [
      'by a status that is none',
      (_, response) => void response.socket?.end('HTTP/1.1 999 x\r\ncontent-length: 2\r\n\r\n{}'),
      FAILED,
    ],
    [
      'by a head without an end',
      (_, response) => {
        const write = () => response.socket?.write('x: y\r\n'.repeat(10_000), (error) => error ?? write());
        response.socket?.write('HTTP/1.1 200 OK\r\n', write);
      },
      [...FAILED, ...LATE],
    ],
    [
      'by early hints without an end',
      (_, response) => {
        const timer = setInterval(() => response.socket?.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 50);
        response.socket?.on('close', () => clearInterval(timer));
      },
      [...FAILED, ...LATE],
    ],
    [
      'by a redirect to itself',
      (request, response) => void response.writeHead(302, { location: request.url }).end(),
      FAILED,
    ],
    [
      'by a redirect to elsewhere',
      (_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      FAILED,
    ],
    ['by no content', (_, response) => void response.writeHead(204).end(), FAILED],
    ['by bytes that are no text', text(Buffer.from([0xff, 0xfe, 0x7b])), FAILED],
  ])('%s', async (_, answer, codes) => {
    const reply = await askOver('catalog', answer);
    expect(codes).toContain(codesOf(reply)[0]);
    expect(reply.bytes).toBeLessThan(5000);
  });
});

describe('200 with something else than an answer is an error, and is not kept', () => {
  const bodies: [string, string][] = [
    ['an error', '{"error": "the index is being rebuilt"}'],
    ['an error with a code', '{"errorcode": 10002, "error": "too many"}'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '1'],
    ['an empty object', '{}'],
    ['a page', '<html>Maintenance</html>'],
    [
      'members of other types',
      '{"nhits": "x", "datasets": 1, "records": {}, "clusters": 1, "bbox": 1, "datasetid": {}}',
    ],
  ];
  test.each(Object.keys(QUERIES).flatMap((api) => bodies.map(([name, body]) => [api, name, body] as const)))(
    'from %s: %s',
    async (api, _, body) => {
      const id = fresh();
      const query = QUERIES[api]?.(id) ?? '';
      const [sick, healed] = await siege.attack(async ({ url }) => {
        portal.answer = (request, response) =>
          api !== 'dataset lookup' &&
          new URL(request.url ?? '', 'http://p').pathname === `/api/datasets/1.0/${id}/`
            ? sendJson(response, rightAnswer(request.url ?? ''))
            : text(body)(request, response);
        const first = await send(`${url}/graphql`, { json: { query } });
        portal.answer = (request, response) => sendJson(response, rightAnswer(request.url ?? '', 'healed'));
        return [first, await send(`${url}/graphql`, { json: { query } })] as const;
      });
      expect(codesOf(sick)).toEqual(['UPSTREAM_INVALID_RESPONSE']);
      expect(String(sick.headers['cache-control'])).not.toContain('public');
      expect(healed.answer.errors).toBeUndefined();
      expect(JSON.stringify(healed.answer.data)).toMatch(/healed|"count":1|"latitude":2/);
    },
  );
});

test('an error of the portal repeats no credential, in whatever form', async () => {
  const key = 'a key/with+signs=and&more%';
  const login = Buffer.from(`user:${key}`).toString('base64');
  for (const [authorization, forms] of [
    [`Apikey ${key.replaceAll(' ', '_')}`, [key.replaceAll(' ', '_')]],
    [`Basic ${login}`, [key, login]],
  ] as const) {
    const told = forms.flatMap((form) => [
      form,
      encodeURIComponent(form),
      new URLSearchParams({ a: form }).toString().slice(2),
      Buffer.from(form).toString('base64'),
    ]);
    const reply = await siege.attack(async ({ url }) => {
      portal.answer = text(
        JSON.stringify({ error: `refused: ${told.join(' | ')}` }),
        { 'content-type': `text/${told[1]}` },
        400,
      );
      return send(`${url}/graphql`, {
        json: { query: `{ datasets(filter: { q: "${fresh()}" }) { totalCount } }` },
        headers: { authorization },
      });
    });
    expect(codesOf(reply)).toEqual(['BAD_USER_INPUT']);
    for (const form of told) expect(reply.text).not.toContain(form);
  }
});

describe('a download', () => {
  test('of a portal that trickles ends with the client', async () => {
    await siege.attack(async ({ url }) => {
      portal.answer = (_, response) => {
        response.writeHead(200, { 'content-type': 'text/csv' });
        const timer = setInterval(() => response.write('a;b\n'), 50);
        response.on('close', () => clearInterval(timer));
      };
      const sockets = await openMany(url, 10, 'GET /export/slow.csv HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (const socket of sockets) socket.resetAndDestroy();
    });
  });

  test('of 200 MB flows through', async () => {
    const reply = await siege.attack(
      ({ url }) => {
        portal.answer = endless('', 'a;b\n'.repeat(MB / 4), 200);
        return send(`${url}/export/large.csv`);
      },
      { within: 30_000 },
    );
    expect([reply.status, reply.bytes]).toEqual([200, 200 * MB]);
  });

  test('whose connection is reset in the middle is broken off', async () => {
    const outcome = await siege.attack(({ url }) => {
      portal.answer = (_, response) => {
        response.writeHead(200, { 'content-type': 'text/csv' });
        response.write('a;b\n'.repeat(10_000), () => response.socket?.resetAndDestroy());
      };
      return send(`${url}/export/broken.csv`).catch((error: Error) => error);
    });
    expect(outcome).toBeInstanceOf(Error);
  });

  test('with headers that would be those of a page is none', async () => {
    const reply = await siege.attack(({ url }) => {
      portal.answer = text('<script>alert(1)</script>', {
        'content-type': 'text/html',
        'set-cookie': 'a=b',
        'content-disposition': 'inline',
      });
      return send(`${url}/export/page.csv`);
    });
    expect(reply.headers['set-cookie']).toBeUndefined();
    if (reply.status === 200) {
      expect(reply.headers['x-content-type-options']).toBe('nosniff');
      expect(String(reply.headers['content-disposition'])).toContain('attachment');
    }
  });

  test('of records without an end of one, and of records 100,000 deep', async () => {
    const query = 'subscription { downloadRecords(datasetId: "deep", batchSize: 10) { records { fields } } }';
    for (const start of ['[{"fields":{"a":"', '[{"fields":'.padEnd(500_000, '[')]) {
      const reply = await siege.attack(
        ({ url }) => {
          portal.answer = (request, response) =>
            request.url?.startsWith('/api/datasets/1.0/deep/')
              ? sendJson(response, rightAnswer(request.url))
              : endless(start, 'x'.repeat(MB), 300)(request, response);
          return send(`${url}/graphql?${new URLSearchParams({ query })}`, {
            headers: { accept: 'text/event-stream' },
          });
        },
        { within: OPERATION_TIMEOUT + SLACK },
      );
      expect(reply.text).toMatch(/UPSTREAM_INVALID_RESPONSE/);
    }
  });
});
