import { expect, test } from 'vitest';
import { KeptForms } from '../../src/execution/kept-forms.ts';
import type { HttpAnswer } from '../../src/server/http-answer.ts';
import { asKeptBytes } from '../../src/server/kept-bytes.ts';

function answerWith(data: string, end: string, forms: KeptForms): HttpAnswer {
  return { status: 200, headers: {}, body: data + end, kept: { forms, length: data.length } };
}

const textOf = ({ body }: HttpAnswer) =>
  typeof body === 'string' ? body : new TextDecoder().decode(body ?? undefined);

test('a long kept answer is the same bytes as its text, whatever it ends with, and is encoded once', async () => {
  const data = `{"data":"${'é€𝄞'.repeat(10_000)}"`;
  const counted: number[] = [];
  const forms = new KeptForms((bytes) => counted.push(bytes) > 0);
  for (const end of [',"extensions":{"n":1}}', ',"extensions":{"n":"é"}}']) {
    const answer = await asKeptBytes(answerWith(data, end, forms));
    expect(answer.body).toBeInstanceOf(Uint8Array);
    expect(textOf(answer) === data + end).toBe(true);
  }
  expect(counted).toEqual([Buffer.byteLength(data)]);
});

test('an answer for which there is no room is sent all the same', async () => {
  const data = 'x'.repeat(100_000);
  const answer = await asKeptBytes(answerWith(data, 'end', new KeptForms(() => false)));
  expect(textOf(answer) === `${data}end`).toBe(true);
});

test('a short one stays a text', async () => {
  const answer = answerWith('{"data":{}', '}', new KeptForms(() => true));
  expect(await asKeptBytes(answer)).toBe(answer);
});
