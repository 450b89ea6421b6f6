/** What becomes of an answer that cannot be compressed: it is sent as it is. */
import { expect, test } from 'vitest';
import { KeptForms } from '../../src/execution/kept-forms.ts';
import { KeptJson } from '../../src/execution/kept-json.ts';
import { Compression } from '../../src/server/compression.ts';
import type { HttpAnswer } from '../../src/server/http-answer.ts';
import { KeptBody } from '../../src/server/kept-body.ts';

const BODY = `{"data":"${'x'.repeat(5000)}","extensions":{}}`;
const compression = new Compression(1024);
const reader = {
  header: (name: string) => (name === 'accept-encoding' ? 'zstd' : null),
  signal: new AbortController().signal,
};

const answer = (more: Partial<HttpAnswer> = {}): HttpAnswer => ({
  status: 200,
  headers: { Vary: 'Accept' },
  body: BODY,
  isForAll: true,
  ...more,
});

class FailingForms extends KeptForms {
  override async of(): Promise<never> {
    throw new Error('The compressor has no memory.');
  }
}

class RefusingForms extends KeptForms {
  override async of(): Promise<null> {
    return null;
  }
}

test.each([
  ['the compressor fails', new FailingForms(() => true), {}],
  ['too much is waiting', new RefusingForms(() => true), {}],
  ['what follows the kept part is too long', new KeptForms(() => true), { long: BODY.repeat(20) }],
])('an answer is sent as it is if %s', async (_, forms, extensions) => {
  const body = new KeptBody(new KeptJson(BODY, forms), extensions);
  const sent = await compression.of(answer({ body }), reader);
  expect(sent.body).toBe(body);
  expect(sent.headers).toEqual({ Vary: 'Accept, Accept-Encoding' });
});

test('an answer with something of its caller in it is left alone', async () => {
  const own = answer({ isForAll: false });
  expect(await compression.of(own, reader)).toBe(own);
  expect(own.headers).toEqual({ Vary: 'Accept' });
});

test('an answer is compressed if nothing is in the way', async () => {
  const sent = await compression.of(answer(), reader);
  expect(sent.body).toBeInstanceOf(Uint8Array);
  expect(sent.body).toHaveProperty(
    'length',
    expect.toSatisfy((length: number) => length < 100),
  );
  expect(sent.headers).toEqual({ Vary: 'Accept, Accept-Encoding', 'Content-Encoding': 'zstd' });
});
