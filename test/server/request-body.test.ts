import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { RequestBodies } from '../../src/server/request-body.ts';

const bodies = () => new RequestBodies({ maxBodyMb: 1, maxBufferedMb: 1 });
const header = (name: string) => (name === 'content-type' ? 'application/json' : null);

/** Reads a body that arrives in pieces of so many bytes, or is there already. */
async function read(from: RequestBodies, text: string, size: number | 'there' = 'there') {
  const bytes = Buffer.from(text);
  const length = size === 'there' ? bytes.length : size;
  const body = await from.read(header, {
    isShared: false,
    read: (take) => {
      const arrive = async () => {
        for (let start = 0; start < bytes.length; start += length)
          take(Uint8Array.from(bytes.subarray(start, start + length)));
      };
      if (size !== 'there') return arrive();
      take(Uint8Array.from(bytes));
      return null;
    },
  });
  body.release();
  return body;
}

const asking = (name: string) => JSON.stringify({ query: '{ __typename }', variables: { name } });

test('a body that was kept is parsed once for all that send the same', async () => {
  const known = bodies();
  const first = await read(known, asking('é'));
  first.keep();
  expect((await read(known, asking('é'))).json).toBe(first.json);
  expect((await read(known, asking('é'), 7)).json).toBe(first.json);
  expect((await read(known, asking('e'))).json).not.toBe(first.json);
});

test('a body that nobody keeps is forgotten', async () => {
  const known = bodies();
  const first = await read(known, asking('a'));
  const second = await read(known, asking('a'));
  expect(second.json).toEqual(first.json);
  expect(second.json).not.toBe(first.json);
});

test('long bodies are not kept, and of the others only as many as have room', async () => {
  const known = bodies();
  const long = await read(known, asking('x'.repeat(4096)));
  long.keep();
  expect((await read(known, asking('x'.repeat(4096)))).json).not.toBe(long.json);
  const first = await read(known, asking('first'));
  first.keep();
  for (let index = 0; index < 300; index += 1)
    (await read(known, asking(`${index}${'x'.repeat(4000)}`))).keep();
  expect((await read(known, asking('first'))).json).not.toBe(first.json);
});

test.each([
  ['no JSON', '{"query":', 400],
  ['no object', '7', 400],
  ['lists in lists', `{"query":"","variables":{"a":${'['.repeat(1_001)}${']'.repeat(1_001)}}}`, 400],
  ['more names and values than may be', `[${'1,'.repeat(500_001)}1]`, 413],
])('refuses %s, each time, whatever the pieces', async (_, text, status) => {
  const known = bodies();
  for (const size of [text.length, Math.ceil(text.length / 3), 'there', text.length] as const)
    await expect(read(known, text, size)).rejects.toMatchObject({ status });
});

test('a body that is there is read at once', () => {
  const text = asking('a');
  const body = bodies().read(header, {
    isShared: false,
    read: (take) => {
      take(Buffer.from(text));
      return null;
    },
  });
  expect(body).toMatchObject({ json: JSON.parse(text) });
});

test('the memory of what is thrown away is given back: bodies beyond what there is memory for, and broken ones', async () => {
  const full = bodies();
  const taken: Uint8Array[] = [];
  const piece = () => {
    const bytes = new Uint8Array(300_000).fill(0x20);
    taken.push(bytes);
    return bytes;
  };
  let breakOff = (): void => {};
  const held = full.read(header, {
    isShared: false,
    read: (take) => {
      take(piece());
      return new Promise((_, reject) => {
        breakOff = () => reject(new Error('It broke off.'));
      });
    },
  });
  const refused = full.read(header, {
    isShared: false,
    read: async (take) => {
      for (let count = 0; count < 3; count += 1) take(piece());
    },
  });
  await expect(refused).rejects.toMatchObject({ status: 503 });
  expect(taken.map(({ length }) => length)).toEqual([300_000, 0, 0, 0]);
  breakOff();
  await expect(held).rejects.toThrow('It broke off.');
  expect(taken[0]).toHaveLength(0);
});

test('a body with the checksum of another is another', async () => {
  const known = bodies();
  expect(crc32('"plumless"')).toBe(crc32('"buckeroo"'));
  const first = await read(known, asking('plumless'));
  first.keep();
  const second = await read(known, asking('buckeroo'));
  expect(second.json).toEqual(JSON.parse(asking('buckeroo')));
  second.keep();
  expect((await read(known, asking('plumless'))).json).toEqual(first.json);
});
