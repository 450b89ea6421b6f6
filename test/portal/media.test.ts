/** The files of records, their thumbnails, attachments and alternative exports. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import sharp from 'sharp';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { Client } from './client.ts';

const client = new Client(inject('portalUrl'));
const flags = '/api/datasets/1.0/country-flags';

interface FileValue {
  id: string;
  filename: string;
  mimetype: string;
  width: number;
  height: number;
}

let flag: FileValue;
/** The address of a flag. */
let file: string;

beforeAll(async () => {
  const { records } = await client.records('country-flags', { q: '#exact(code,"FR")' });
  flag = records.map((record) => record.fields.flag).find(isFile) ?? raise('There is no flag of FR.');
  file = `${flags}/files/${flag.id}/`;
});

const isFile = (value: unknown): value is FileValue =>
  typeof value === 'object' && value !== null && 'id' in value;

function raise(message: string): never {
  throw new Error(message);
}

/** What `fetch` would tidy up, sent as it is. */
async function statusOf(path: string): Promise<number | undefined> {
  const request = get(client.url, { path });
  const [response]: IncomingMessage[] = await once(request, 'response');
  response?.resume();
  return response?.statusCode;
}

describe('the file of a record', () => {
  test('comes as it is', async () => {
    const { status, headers, bytes } = await client.open(file);
    expect(status).toBe(200);
    expect(headers.get('Content-Type')).toBe('image/png');
    expect(headers.get('Content-Length')).toBe(String(bytes.length));
    const { format, width, height } = await sharp(bytes).metadata();
    expect({ format, width, height }).toEqual({ format: 'png', width: flag.width, height: flag.height });
  });

  test('is the same at every address of it, to be shown or to be kept', async () => {
    const { bytes } = await client.open(file);
    const [shown, kept] = [`inline; filename="${flag.filename}"`, `attachment; filename="${flag.filename}"`];
    for (const [path, disposition] of [
      [`${flags}/files/${flag.id}`, shown],
      [`${flags}/files/${flag.id}/`, shown],
      [`${flags}/images/${flag.id}/`, shown],
      [`/explore/dataset/country-flags/files/${flag.id}/download`, kept],
      [`/explore/dataset/country-flags/files/${flag.id}/download/`, kept],
    ] as const) {
      const answer = await client.open(path);
      expect(answer.bytes.equals(bytes)).toBe(true);
      expect(answer.headers.get('Content-Disposition')).toBe(disposition);
    }
  });

  test('runs no script where it is opened, and may be read by any page', async () => {
    const { headers } = await client.open(file);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Content-Security-Policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(headers.get('Content-Security-Policy')).not.toContain('allow-scripts');
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
  });

  test('counts as a call', async () => {
    expect((await client.open(file)).headers.has('X-RateLimit-Remaining')).toBe(true);
  });

  test('to a HEAD is what it would be, without the bytes', async () => {
    const whole = await client.open(file);
    const { status, headers, bytes } = await client.open(file, {}, 'HEAD');
    expect(status).toBe(200);
    expect(bytes).toHaveLength(0);
    for (const name of ['Content-Length', 'Content-Type', 'ETag', 'Last-Modified', 'Accept-Ranges']) {
      expect(headers.get(name)).toBe(whole.headers.get(name));
    }
  });
});

describe('a thumbnail', () => {
  const addresses = () => [
    `${flags}/files/${flag.id}`,
    `${flags}/images/${flag.id}`,
    `/explore/dataset/country-flags/files/${flag.id}`,
  ];

  test.each([300, 100, 16, 1])('of %i pixels has them on its longer side', async (size) => {
    for (const address of addresses()) {
      const { status, headers, bytes } = await client.open(`${address}/${size}/`);
      expect(status).toBe(200);
      expect(headers.get('Content-Type')).toBe('image/png');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      const { format, width, height } = await sharp(bytes).metadata();
      expect({ format, longer: Math.max(width, height) }).toEqual({ format: 'png', longer: size });
      expect(width / height).toBeCloseTo(flag.width / flag.height, size < 50 ? -1 : 1);
    }
  });

  test('shows the same picture', async () => {
    const { bytes } = await client.open(`${file}100/`);
    const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const row = Math.floor(info.height / 2);
    const [left = [], middle = [], right = []] = [0.15, 0.5, 0.85].map((part) => {
      const at = (row * info.width + Math.floor(info.width * part)) * info.channels;
      return [...data.subarray(at, at + 3)];
    });
    const strongest = (pixel: number[]) => pixel.indexOf(Math.max(...pixel));
    expect({ left: strongest(left), right: strongest(right) }).toEqual({ left: 2, right: 0 });
    expect(Math.min(...middle)).toBeGreaterThan(240);
  });

  test('is never larger than 1,000 pixels', async () => {
    const { width, height } = await sharp((await client.open(`${file}999999/`)).bytes).metadata();
    expect(Math.max(width, height)).toBe(1_000);
  });

  test('has a tag of its own, for each size', async () => {
    const tags = await Promise.all(
      ['', '100/', '200/'].map(async (size) => (await client.open(file + size)).headers.get('ETag')),
    );
    expect(new Set(tags).size).toBe(3);
    const { status } = await client.open(`${file}100/`, { 'If-None-Match': tags[1] ?? '' });
    expect(status).toBe(304);
  });

  test.each(['0', '-1', '1.5', '1e2', 'large', '1234567', '%20', '0x10'])('has no size %s', async (size) => {
    const { status, bytes } = await client.open(`${file}${size}/`);
    expect(status).toBe(400);
    expect(JSON.parse(bytes.toString())).toEqual({ error: expect.stringContaining('size') });
  });
});

describe('attachments and alternative exports', () => {
  test('are there under the ids that the dataset tells', async () => {
    const dataset = JSON.parse((await client.call(`${flags}/`)).text);
    expect(dataset.attachments).toHaveLength(1);
    expect(dataset.alternative_exports).toHaveLength(1);
    for (const [kind, documents] of [
      ['attachments', dataset.attachments],
      ['alternative_exports', dataset.alternative_exports],
    ]) {
      for (const { id, mimetype, url } of documents) {
        for (const slash of ['', '/']) {
          const { status, headers, bytes } = await client.open(`${flags}/${kind}/${id}${slash}`);
          expect(status).toBe(200);
          expect(bytes.length).toBeGreaterThan(100);
          expect(headers.get('Content-Type')?.split(';')[0]).toBe(mimetype);
          expect(headers.get('Content-Disposition')).toBe(
            `attachment; filename="${url.replace('odsfile://', '')}"`,
          );
          expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
        }
      }
    }
  });

  test('are no files of records, nor the other way round', async () => {
    const { attachments, alternative_exports: exports } = JSON.parse((await client.call(`${flags}/`)).text);
    for (const path of [
      `${flags}/attachments/${flag.id}/`,
      `${flags}/attachments/${exports[0].id}/`,
      `${flags}/alternative_exports/${attachments[0].id}/`,
      `${flags}/files/${attachments[0].id}/`,
    ]) {
      expect((await client.open(path)).status).toBe(404);
    }
  });

  test('have the bytes of the package they come from, and text is told to be UTF-8', async () => {
    const names = await client.open(`${flags}/alternative_exports/countries_json/`);
    expect(JSON.parse(names.bytes.toString())).toMatchObject({ FR: 'France', 'GB-ENG': 'England' });
    expect(names.headers.get('Content-Type')).toBe('application/json');
    const readme = await client.open(`${flags}/attachments/readme_md/`);
    expect(readme.bytes.toString()).toMatch(/^country-flags/);
    expect(readme.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8');
  });
});

describe('nothing else', () => {
  test.each([
    '/files/00000000000000000000000000000000/',
    '/files/00000000000000000000000000000000/300/',
    '/files/x/',
    '/images/x/300',
    '/attachments/nope/',
    '/alternative_exports/nope/',
  ])('is at %s', async (path) => {
    const { status, bytes, headers } = await client.open(flags + path);
    expect(status).toBe(404);
    expect(headers.get('Content-Type')).toBe('application/json; charset=utf-8');
    expect(JSON.parse(bytes.toString())).toEqual({ error: expect.any(String) });
  });

  test('is in a dataset that does not exist, or has no files', async () => {
    for (const dataset of ['nosuch', 'earthquakes', 'earthquakes-significant']) {
      expect((await client.open(`/api/datasets/1.0/${dataset}/files/${flag.id}/`)).status).toBe(404);
      expect((await client.open(`/explore/dataset/${dataset}/files/${flag.id}/300/`)).status).toBe(404);
      expect((await client.open(`/api/datasets/1.0/${dataset}/attachments/readme_md/`)).status).toBe(404);
    }
  });

  test('is reached by a path that climbs', async () => {
    for (const trick of [
      '../package.json',
      '..%2f..%2fpackage.json',
      '..%5c..%5cpackage.json',
      '%2e%2e/%2e%2e/package.json',
      'README.md',
      '%2fetc%2fpasswd',
      'readme_md%00',
      'readme_md%20',
      'READme_md',
      '%ff',
      '%',
      `${'a'.repeat(5_000)}`,
    ]) {
      for (const base of ['attachments', 'alternative_exports', 'files', 'images']) {
        expect({ trick, base, status: await statusOf(`${flags}/${base}/${trick}`) }).toEqual({
          trick,
          base,
          status: 404,
        });
      }
    }
  });

  test('is changed by other methods', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const { status, headers } = await client.open(file, {}, method);
      expect(status).toBe(405);
      expect(headers.get('Allow')).toContain('GET');
    }
  });
});
