/** Files that are pushed in records, and then served with thumbnails: what was pushed may mean harm. */
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type PushClient, startRealtime } from './push-client.ts';

let client: PushClient;
let close: () => Promise<void>;
let failures: Error[];

beforeAll(async () => {
  ({ client, close, failures } = await startRealtime());
});
afterAll(async () => {
  await close();
  expect(failures).toEqual([]);
});

interface FileValue {
  id: string;
  filename: string;
  format: string;
  mimetype: string;
  width?: number;
  height?: number;
  thumbnail: boolean;
}

const isFile = (value: unknown): value is FileValue =>
  typeof value === 'object' && value !== null && 'id' in value;

/** Pushes a file under a name, and gives what a search then says of it. */
async function pushFile(
  name: string,
  bytes: Uint8Array,
  type: string,
  more: object = {},
): Promise<FileValue> {
  const content = Buffer.from(bytes).toString('base64');
  await client.push('things', { name, photo: { content, 'content-type': type, ...more } });
  const [photo] = (await client.values('things', 'photo', { q: `name=="${name}"` })).filter(isFile);
  if (photo === undefined) throw new Error(`${name} has no file.`);
  return photo;
}

const file = (id: string, rest = '') => `/api/datasets/1.0/things/files/${id}/${rest}`;

/** An image of the left half red, the right half blue. */
function picture(width: number, height: number): Sharp {
  const right = { create: { width: width / 2, height, channels: 3, background: 'blue' } } as const;
  return sharp({ create: { width, height, channels: 3, background: 'red' } }).composite([
    { input: right, left: width / 2, top: 0 },
  ]);
}

describe('an image', () => {
  test('is told of as the API does, and comes back byte for byte', async () => {
    const bytes = await picture(60, 40).png().toBuffer();
    const photo = await pushFile('png', bytes, 'image/png');
    expect(photo).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      filename: 'photo.png',
      format: 'PNG',
      mimetype: 'image/png',
      width: 60,
      height: 40,
      thumbnail: true,
    });
    const answer = await client.open(file(photo.id));
    expect(answer.bytes.equals(bytes)).toBe(true);
    expect(answer.headers.get('Content-Type')).toBe('image/png');
  });

  test.each([
    ['jpeg', 'image/jpeg', 'image/jpeg', 'jpg'],
    ['jpeg', 'image/jpg', 'image/jpeg', 'jpg'],
    ['webp', 'image/webp', 'image/webp', 'webp'],
    ['gif', 'image/gif', 'image/png', 'gif'],
    ['tiff', 'image/tiff; charset=binary', 'image/png', 'tiff'],
  ] as const)('of %s as %s has a thumbnail of %s', async (format, type, thumbnailType, extension) => {
    const photo = await pushFile(
      `${format} ${type}`,
      await picture(80, 40).toFormat(format).toBuffer(),
      type,
    );
    expect(photo).toMatchObject({ filename: `photo.${extension}`, width: 80, height: 40, thumbnail: true });
    const { status, headers, bytes } = await client.open(file(photo.id, '20/'));
    expect(status).toBe(200);
    expect(headers.get('Content-Type')).toBe(thumbnailType);
    const { width, height } = await sharp(bytes).metadata();
    expect({ width, height }).toEqual({ width: 20, height: 10 });
  });

  test('is upright in its thumbnail, as its EXIF says', async () => {
    // The camera was turned: what lies left in the file belongs on top.
    const bytes = await picture(80, 40).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const photo = await pushFile('turned', bytes, 'image/jpeg');
    expect(photo).toMatchObject({ width: 40, height: 80 });
    const thumbnail = sharp((await client.open(file(photo.id, '20/'))).bytes);
    const { data, info } = await thumbnail.raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([10, 20]);
    const [red = 0, , blue = 0] = data;
    expect(red).toBeGreaterThan(blue);
  });

  test('keeps the name it was given, also one that no header can hold', async () => {
    const bytes = await picture(2, 2).png().toBuffer();
    const photo = await pushFile('named', bytes, 'image/png', { filename: 'Été "1"; x=y.png' });
    expect(photo.filename).toBe('Été "1"; x=y.png');
    const { headers } = await client.open(`/explore/dataset/things/files/${photo.id}/download/`);
    expect(headers.get('Content-Disposition')).toBe(
      `attachment; filename="_t_ _1__ x_y.png"; filename*=UTF-8''${encodeURIComponent('Été "1"; x=y.png')}`,
    );
  });

  test('may be written in base64 with breaks, and for addresses', async () => {
    const bytes = Buffer.from([0xfb, 0xff, 0xbf, 0x00, 0x01]);
    for (const content of ['+/+/\r\nAAE=', '-_-_AAE', '+/+/AAE= \n']) {
      await client.push('things', { name: 'spelled', photo: { content, 'content-type': 'a/b' } });
      const [photo] = (await client.values('things', 'photo', { q: 'name==spelled' })).filter(isFile);
      expect((await client.open(file(photo?.id ?? ''))).bytes.equals(bytes)).toBe(true);
    }
    expect((await client.records('things', { q: 'name==spelled' })).nhits).toBe(1);
  });
});

describe('a file that is no image', () => {
  test.each([
    ['text/html', '<script>alert(1)</script>', 'text/html; charset=utf-8'],
    ['application/pdf', '%PDF-', 'application/pdf'],
    ['image/png', 'not an image', 'image/png'],
    ['image/svg+xml', '<svg', 'image/svg+xml'],
  ])('of %s has no thumbnail, and runs no script', async (type, text, contentType) => {
    const photo = await pushFile(`no image ${type}`, Buffer.from(text), type);
    expect(photo.thumbnail).toBe(false);
    expect(photo).not.toHaveProperty('width');
    expect((await client.open(file(photo.id, '300/'))).status).toBe(404);
    const { headers, bytes } = await client.open(file(photo.id));
    expect(bytes.toString()).toBe(text);
    expect(headers.get('Content-Type')).toBe(contentType);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Content-Security-Policy')).toMatch(/default-src 'none'.*sandbox/);
  });

  test('may be empty', async () => {
    const photo = await pushFile('empty', new Uint8Array(), 'application/octet-stream');
    const { status, bytes, headers } = await client.open(file(photo.id));
    expect({ status, length: bytes.length }).toEqual({ status: 200, length: 0 });
    expect(headers.get('Content-Length')).toBe('0');
    expect((await client.open(file(photo.id), { Range: 'bytes=0-' })).status).toBe(416);
  });
});

describe('an SVG', () => {
  test('with a script is served as it is, where none runs, and drawn as a PNG without it', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" onload="alert(1)">' +
      '<script>alert(1)</script><rect width="40" height="20" fill="red"/></svg>';
    const photo = await pushFile('scripted', Buffer.from(svg), 'image/svg+xml');
    expect(photo).toMatchObject({ filename: 'photo.svg', width: 40, height: 20, thumbnail: true });
    const whole = await client.open(file(photo.id));
    expect(whole.headers.get('Content-Security-Policy')).toMatch(/default-src 'none'.*sandbox/);
    const { headers, bytes } = await client.open(file(photo.id, '10/'));
    expect(headers.get('Content-Type')).toBe('image/png');
    expect((await sharp(bytes).metadata()).format).toBe('png');
  });

  test('shows nothing of the files of this machine', async () => {
    const svg = (inside: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="20">${inside}</svg>`;
    const secret = join(tmpdir(), `${randomUUID()}.svg`);
    writeFileSync(secret, svg('<rect width="200" height="20" fill="red"/>'));
    onTestFinished(() => rmSync(secret));
    const { href } = pathToFileURL(secret);
    const drawn = async (text: string) => {
      const { id } = await pushFile(randomUUID(), Buffer.from(text), 'image/svg+xml');
      return client.open(file(id, '200/'));
    };
    const linked = await drawn(svg(`<image width="200" height="20" xlink:href="${href}"/>`));
    const [blank, red] = [await drawn(svg('')), await drawn(readFileSync(secret, 'utf8'))];
    expect(linked.bytes).toEqual(blank.bytes);
    expect(linked.bytes).not.toEqual(red.bytes);
    const entity = `<!DOCTYPE svg [<!ENTITY secret SYSTEM "${href}">]>${svg('<text y="15">&secret;</text>')}`;
    expect((await drawn(entity)).status).toBe(404);
  });

  test('of a billion pixels is not drawn', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="32000" height="32000"/>';
    const photo = await pushFile('huge', Buffer.from(svg), 'image/svg+xml');
    expect((await client.open(file(photo.id, '300/'))).status).toBe(404);
  });
});

describe('a pushed file', () => {
  test('goes with the last record that has it', async () => {
    const bytes = Buffer.from('shared');
    const photo = await pushFile('first', bytes, 'text/plain');
    expect((await pushFile('second', bytes, 'text/plain')).id).toBe(photo.id);
    const record = (name: string) => ({
      name,
      photo: { content: bytes.toString('base64'), 'content-type': 'text/plain' },
    });
    await client.remove('things', record('first'));
    expect((await client.open(file(photo.id))).status).toBe(200);
    await client.remove('things', record('second'));
    expect((await client.open(file(photo.id))).status).toBe(404);
  });

  test('of another type or other bytes is another one, with another tag', async () => {
    const html = await pushFile('as html', Buffer.from('same'), 'text/html');
    const plain = await pushFile('as text', Buffer.from('same'), 'text/plain');
    expect(html.id).not.toBe(plain.id);
    expect((await client.open(file(html.id))).headers.get('Content-Type')).toMatch(/^text\/html/);
    expect((await client.open(file(plain.id))).headers.get('Content-Type')).toMatch(/^text\/plain/);
  });

  test('is of its own dataset only', async () => {
    const photo = await pushFile('own', Buffer.from('own'), 'text/plain');
    expect((await client.open(`/api/datasets/1.0/stock/files/${photo.id}/`)).status).toBe(404);
  });
});
