/** Parts of files, and callers that have them already: RFC 9110. */
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { Client } from './client.ts';

const client = new Client(inject('portalUrl'));
const flags = '/api/datasets/1.0/country-flags';
/** The address of a flag. */
let file: string;

beforeAll(async () => {
  const { records } = await client.records('country-flags', { q: '#exact(code,"FR")' });
  file = `${flags}/files/${JSON.parse(JSON.stringify(records[0]?.fields.flag)).id}/`;
});

describe('a part of a file', () => {
  const ranges: [range: string, first: number, end: number | undefined][] = [
    ['bytes=0-0', 0, 1],
    ['bytes=0-9', 0, 10],
    ['bytes=10-', 10, undefined],
    ['bytes=-10', -10, undefined],
    ['bytes=5-99999999', 5, undefined],
    ['bytes=-99999999', 0, undefined],
    [' Bytes = 3 - 4', 3, 5],
  ];
  test.each(ranges)('%s comes as a 206', async (range, first, end) => {
    const { bytes } = await client.open(file);
    const part = await client.open(file, { Range: range });
    const expected = bytes.subarray(first, end);
    const start = first < 0 ? bytes.length + first : first;
    expect(part.status).toBe(206);
    expect(part.bytes.equals(expected)).toBe(true);
    expect(part.headers.get('Content-Length')).toBe(String(expected.length));
    expect(part.headers.get('Content-Range')).toBe(
      `bytes ${start}-${start + expected.length - 1}/${bytes.length}`,
    );
  });

  test.each(['bytes=99999999-', 'bytes=99999999-99999999', 'bytes=-0', `bytes=${'9'.repeat(400)}-`])(
    '%s does not exist: a 416 that tells the size',
    async (range) => {
      const { bytes } = await client.open(file);
      const { status, headers } = await client.open(file, { Range: range });
      expect(status).toBe(416);
      expect(headers.get('Content-Range')).toBe(`bytes */${bytes.length}`);
    },
  );

  test.each(['bytes=0-1,3-4', 'bytes=9-3', 'bytes=-', 'bytes=x-y', 'lines=0-1', '0-1'])(
    '%s is not understood: the whole comes',
    async (range) => {
      const { status, headers, bytes } = await client.open(file, { Range: range });
      expect(status).toBe(200);
      expect(headers.has('Content-Range')).toBe(false);
      expect(headers.get('Content-Length')).toBe(String(bytes.length));
    },
  );

  test('comes only of the version that the caller has', async () => {
    const { headers } = await client.open(file);
    const [tag, modified] = [headers.get('ETag') ?? '', headers.get('Last-Modified') ?? ''];
    const status = async (condition: string) =>
      (await client.open(file, { Range: 'bytes=0-9', 'If-Range': condition })).status;
    expect(await status(tag)).toBe(206);
    expect(await status(modified)).toBe(206);
    expect(await status('"another"')).toBe(200);
    expect(await status(`W/${tag}`)).toBe(200);
    expect(await status('Mon, 01 Jan 2001 00:00:00 GMT')).toBe(200);
    expect(await status('whatever')).toBe(200);
  });

  test('is nothing for a HEAD, which tells of the whole', async () => {
    const { bytes } = await client.open(file);
    const { status, headers } = await client.open(file, { Range: 'bytes=0-9' }, 'HEAD');
    expect(status).toBe(200);
    expect(headers.get('Content-Length')).toBe(String(bytes.length));
    expect(headers.has('Content-Range')).toBe(false);
  });

  test('of a thumbnail and of an attachment comes as well', async () => {
    expect((await client.open(`${file}100/`, { Range: 'bytes=1-3' })).bytes.toString('latin1')).toBe('PNG');
    expect((await client.open(`${flags}/attachments/readme_md/`, { Range: 'bytes=0-4' })).status).toBe(206);
  });
});

describe('a caller that has the file already', () => {
  test('is told so, by its tag', async () => {
    const first = await client.open(file);
    const tag = first.headers.get('ETag') ?? '';
    expect(tag).toMatch(/^"[^"]+"$/);
    for (const known of [tag, `W/${tag}`, '*', `"other", ${tag}`]) {
      const { status, headers, bytes } = await client.open(file, { 'If-None-Match': known });
      expect(status).toBe(304);
      expect(bytes).toHaveLength(0);
      for (const name of ['ETag', 'Cache-Control', 'Last-Modified']) {
        expect(headers.get(name)).toBe(first.headers.get(name));
      }
    }
    expect((await client.open(file, { 'If-None-Match': '"other"' })).status).toBe(200);
    expect((await client.open(file, { 'If-None-Match': tag, Range: 'bytes=0-1' })).status).toBe(304);
    expect((await client.open(file, { 'If-None-Match': tag }, 'HEAD')).status).toBe(304);
  });

  test('is told so by its date, where there is no tag', async () => {
    const modified = (await client.open(file)).headers.get('Last-Modified') ?? '';
    const status = async (headers: Record<string, string>) => (await client.open(file, headers)).status;
    expect(modified).toMatch(/ GMT$/);
    expect(await status({ 'If-Modified-Since': modified })).toBe(304);
    expect(await status({ 'If-Modified-Since': 'Fri, 01 Jan 2100 00:00:00 GMT' })).toBe(304);
    expect(await status({ 'If-Modified-Since': 'Mon, 01 Jan 2001 00:00:00 GMT' })).toBe(200);
    expect(await status({ 'If-Modified-Since': 'whenever' })).toBe(200);
    expect(await status({ 'If-Modified-Since': modified, 'If-None-Match': '"other"' })).toBe(200);
  });

  test('may keep it for a while', async () => {
    expect((await client.open(file)).headers.get('Cache-Control')).toBe('public, max-age=3600');
  });
});
