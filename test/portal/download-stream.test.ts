/** A download is made no faster than it is read, and by a portal that has time for others. */
import { once } from 'node:events';
import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, type Mock, test, vi } from 'vitest';
import { RecordCursor } from '../../src/portal/download/record-cursor.ts';
import { streamText } from '../../src/portal/download/text-stream.ts';
import { type Server, startServer } from '../../src/portal/server.ts';
import { Client } from './client.ts';

const count = 135_233;
const download = '/api/records/1.0/download/?dataset=geonames-cities-1000&format=json';

// In this thread, so that what it does can be counted.
let server: Server;
let client: Client;
const failures: Error[] = [];
let next: Mock<RecordCursor['next']>;
let close: Mock<RecordCursor['close']>;

beforeAll(async () => {
  const events = { onProgress: () => {}, onFailure: (error: Error) => failures.push(error) };
  server = await startServer({ pushFile: ':memory:', quota: 1_000_000 }, events);
  client = new Client(server.url);
});
afterAll(() => server.close());

beforeEach(() => {
  next = vi.spyOn(RecordCursor.prototype, 'next');
  close = vi.spyOn(RecordCursor.prototype, 'close');
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(failures).toEqual([]);
});

/** A download of which nothing is read yet. */
async function begin(url: string): Promise<{ request: ClientRequest; response: IncomingMessage }> {
  const request = get(url);
  const [response]: IncomingMessage[] = await once(request, 'response');
  if (response === undefined) throw new Error('There is no answer.');
  return { request, response };
}

/** How many records were made when the portal, asked for other things again and again, made no more of them. */
async function settled(): Promise<number> {
  let made = -1;
  let unchanged = 0;
  while (unchanged < 20) {
    await client.get('/api/datasets/1.0/country-flags/');
    unchanged = next.mock.calls.length === made ? unchanged + 1 : 0;
    made = next.mock.calls.length;
  }
  return made;
}

async function size(response: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of response) bytes += chunk.length;
  return bytes;
}

describe('a reader', () => {
  test('that does not read keeps the portal from making records, and gets them all when it does', async () => {
    const { response } = await begin(server.url + download);
    const made = await settled();
    // What the buffers of two sockets hold, and no more.
    expect(made).toBeLessThan(count / 3);
    const bytes = await size(response);
    expect(bytes).toBeGreaterThan(count * 100);
    // And once for the end.
    expect(next).toHaveBeenCalledTimes(count + 1);
    expect(close).toHaveBeenCalled();
  });

  test('that leaves ends the work', async () => {
    const { request, response } = await begin(server.url + download);
    await settled();
    expect(close).not.toHaveBeenCalled();
    response.on('error', () => {});
    request.destroy();
    await vi.waitUntil(() => close.mock.calls.length > 0);
    const made = next.mock.calls.length;
    expect(made).toBeLessThan(count / 3);
    expect(await settled()).toBe(made);
  });

  test('that asks for the head, or for what is refused, holds nothing open', async () => {
    await client.call(download, { method: 'HEAD' });
    expect((await client.call(`${download}&q=(`)).status).toBe(400);
    expect((await client.call(`${download}p`)).status).toBe(400);
    expect(next).not.toHaveBeenCalled();
  });
});

test('others are answered while downloads run', async () => {
  const downloads = [begin(server.url + download), begin(server.url + download)].map(async (begun) =>
    size((await begun).response),
  );
  let isDone = false;
  const done = Promise.all(downloads).then((sizes) => {
    isDone = true;
    return sizes;
  });
  let answered = 0;
  while (!isDone) {
    await client.get('/api/datasets/1.0/country-flags/');
    if (!isDone) answered++;
  }
  const [one, two] = await done;
  expect(one).toBe(two);
  expect(answered).toBeGreaterThan(20);
});

describe('the stream', () => {
  const shape = { before: '[', piece: (item: number) => `${item},`.repeat(1_000), after: ']' };

  function countdown(from: number) {
    let left = from;
    const cursor = { next: vi.fn(() => (left > 0 ? left-- : null)), close: vi.fn() };
    return cursor;
  }

  test('reads nothing before it is read itself, and then a batch', async () => {
    const cursor = countdown(1_000);
    const stream = streamText(cursor, shape, () => {});
    const reader = stream.getReader();
    expect(cursor.next).not.toHaveBeenCalled();
    const { value } = await reader.read();
    const made = cursor.next.mock.calls.length;
    expect(made).toBeLessThan(20);
    expect(value?.length).toBeGreaterThan(30_000);
    await reader.cancel();
    expect(cursor.close).toHaveBeenCalledTimes(1);
    expect(cursor.next).toHaveBeenCalledTimes(made);
  });

  test('of nothing is what comes before and after', async () => {
    const stream = streamText(countdown(0), shape, () => {});
    expect(await new Response(stream).text()).toBe('[]');
  });

  test('that fails in the middle breaks off, tells of it and closes', async () => {
    const cursor = countdown(1_000);
    const failure = new Error('The disk is gone.');
    cursor.next
      .mockImplementationOnce(() => 1)
      .mockImplementationOnce(() => {
        throw failure;
      });
    const onFailure = vi.fn();
    await expect(new Response(streamText(cursor, shape, onFailure)).text()).rejects.toThrow(failure);
    expect(onFailure).toHaveBeenCalledWith(failure);
    expect(cursor.close).toHaveBeenCalledTimes(1);
  });
});

test('a download that fails in the middle breaks the connection: nobody takes it for whole', async () => {
  const failure = new Error('The disk is gone.');
  next.mockImplementation(() => {
    throw failure;
  });
  vi.spyOn(console, 'error').mockReturnValue();
  await expect(client.call(download)).rejects.toThrow();
  expect(failures.splice(0)).toEqual([failure]);
  expect(close).toHaveBeenCalled();
});

test('a download that fails after megabytes breaks the connection too, and says nothing of why', async () => {
  const failure = new Error('The disk is gone.');
  let made = 0;
  next.mockImplementation(() => {
    made += 1;
    if (made > 20_000) throw failure;
    const fields = { text: 'x'.repeat(200) };
    return { datasetid: 'd', recordid: String(made), record_timestamp: '', fields };
  });
  vi.spyOn(console, 'error').mockReturnValue();
  const { response } = await begin(server.url + download);
  let text = '';
  const read = (async () => {
    for await (const chunk of response) text += String(chunk);
  })();
  await expect(read).rejects.toThrow('aborted');
  expect(text.length).toBeGreaterThan(1_000_000);
  expect(text).not.toContain('disk');
  expect(failures.splice(0)).toEqual([failure]);
});

test('the portal closes while somebody downloads', async () => {
  const events = { onProgress: () => {}, onFailure: (error: Error) => failures.push(error) };
  const own = await startServer({ pushFile: ':memory:' }, events);
  const { request, response } = await begin(own.url + download);
  const broken = once(request, 'close');
  response.on('error', () => {});
  await own.close();
  await broken;
  await vi.waitUntil(() => close.mock.calls.length > 0);
});
