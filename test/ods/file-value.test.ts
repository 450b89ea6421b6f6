/** File values as portals were seen to send them. */
import { expect, test } from 'vitest';
import { readFileValue } from '../../src/ods/file-value.ts';

const jpg = {
  mimetype: 'application/octet-stream',
  format: 'JPG',
  filename: 'a.jpg',
  last_synchronized: '2016-01-01T00:00:00',
  width: 300,
  height: 300,
  etag: 'x',
  id: 'f1',
  thumbnail: false,
};
const pdf = { format: 'pdf', filename: 'a.pdf', width: 300, height: 300, id: 'f2', thumbnail: false };

test.each([
  [jpg, { mediaType: 'application/octet-stream', width: null, height: null, hasThumbnail: false }],
  [pdf, { mediaType: 'application/pdf', width: null, height: null, hasThumbnail: false }],
  [
    { ...pdf, format: 'JPEG', thumbnail: true },
    { mediaType: 'image/jpeg', width: 300, height: 300, hasThumbnail: true },
  ],
  [
    { id: 'f3', format: 'PNG', width: 250, height: 167 },
    { mediaType: 'image/png', width: 250, height: 167, hasThumbnail: true },
  ],
  [
    { id: 'f4', format: 'constructor' },
    { mediaType: null, width: null, height: null, hasThumbnail: false },
  ],
  [{ id: 'f5', format: 7, mimetype: '' }, { hasThumbnail: false }],
])('%o', (value, read) => {
  expect(readFileValue(value)).toMatchObject(read);
});
