import { expect, test } from 'vitest';
import { KeptForms } from '../../src/execution/kept-forms.ts';
import { KeptJson } from '../../src/execution/kept-json.ts';
import { KeptBody } from '../../src/server/kept-body.ts';

const textOf = (body: string | Uint8Array): string =>
  typeof body === 'string' ? body : new TextDecoder().decode(body);

test.each([
  ['a long one', '{"text":"', 10_000],
  ['a short one', '{"text":"', 10],
])('%s is the same bytes as its text, whatever it ends with', (_, begin, times) => {
  const data = `${begin}${'é€𝄞'.repeat(times)}"}`;
  const json = new KeptJson(data, new KeptForms(() => true));
  expect(json.data === data).toBe(true);
  for (const extensions of [{ n: 1 }, { n: 'é' }]) {
    const body = new KeptBody(json, extensions);
    const whole = textOf(body.whole());
    expect(whole === `{"data":${data},"extensions":${JSON.stringify(extensions)}}`).toBe(true);
    expect(body.byteLength).toBe(Buffer.byteLength(whole));
  }
});

test('only a long one is kept as bytes, and counts as many', () => {
  const [long, short] = ['x'.repeat(100_000), 'x'.repeat(100)].map(
    (text) => new KeptJson(text, new KeptForms(() => true)),
  );
  const before = '{"data":'.length;
  expect([long?.size, short?.size]).toEqual([100_000 + before, 2 * (100 + before)]);
  expect([typeof long?.begin, typeof short?.begin]).toEqual(['object', 'string']);
});

test('what tells it apart is made once', () => {
  const json = new KeptJson('{}', new KeptForms(() => true));
  expect([json.tag(() => 'a'), json.tag(() => 'b')]).toEqual(['a', 'a']);
});
