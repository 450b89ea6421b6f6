/** The other forms of whole answers: made once, as long as the answer is kept, and counted with it. */
import { describe, expect, test } from 'vitest';
import { AnswerCache } from '../../src/execution/answer-cache.ts';
import type { KeptForms } from '../../src/execution/kept-forms.ts';
import { KeptPart } from '../../src/execution/results.ts';
import { UpstreamMeter } from '../../src/loading/upstream-meter.ts';

const MB = 1024 * 1024;

/** The forms of the answer that is kept under this key. */
function formsOf(answers: AnswerCache, key: string): KeptForms | undefined {
  const kept = answers.get(key, new UpstreamMeter());
  return kept instanceof KeptPart ? kept.json.forms : undefined;
}

function kept(maxMb: number, ...keys: string[]): AnswerCache {
  const answers = new AnswerCache(maxMb);
  for (const key of keys) answers.setIfKept(key, { data: { key } }, new UpstreamMeter());
  return answers;
}

/** Makes a form of so many bytes, and counts how often that happens. */
function maker(bytes: number | null) {
  const make = async () => {
    make.times += 1;
    return bytes === null ? null : new Uint8Array(bytes);
  };
  make.times = 0;
  return make;
}

describe('a form', () => {
  test('is made once, even if many want it at a time', async () => {
    const answers = kept(1, 'a');
    const [make, other] = [maker(100), maker(200)];
    await Promise.all([1, 2, 3].map(() => formsOf(answers, 'a')?.of('br', make)));
    expect((await formsOf(answers, 'a')?.of('br', make))?.length).toBe(100);
    expect((await formsOf(answers, 'a')?.of('gzip', other))?.length).toBe(200);
    expect([make.times, other.times]).toEqual([1, 1]);
  });

  test('is made again if it could not be made', async () => {
    const answers = kept(1, 'a');
    const [none, make] = [maker(null), maker(100)];
    const failing = () => Promise.reject(new Error('no memory'));
    expect(await formsOf(answers, 'a')?.of('br', none)).toBeNull();
    await expect(formsOf(answers, 'a')?.of('br', failing)).rejects.toThrow('no memory');
    expect((await formsOf(answers, 'a')?.of('br', make))?.length).toBe(100);
  });

  test('is not kept if the answer would be too large with it', async () => {
    const answers = kept(1, 'a');
    const make = maker(MB / 8);
    for (const _ of [1, 2]) expect((await formsOf(answers, 'a')?.of('br', make))?.length).toBe(MB / 8);
    expect(make.times).toBe(2);
  });

  test('counts: answers with forms leave for others', async () => {
    const keys = Array.from({ length: 20 }, (_, i) => `answer ${i}`);
    const answers = kept(1, ...keys);
    expect(keys.every((key) => formsOf(answers, key))).toBe(true);
    for (const key of keys) await formsOf(answers, key)?.of('br', maker(MB / 10));
    const left = keys.filter((key) => formsOf(answers, key));
    expect(left.length).toBeGreaterThan(5);
    expect(left.length).toBeLessThan(11);
  });

  test('of an answer that is kept no longer is not counted for the next one', async () => {
    const answers = kept(1, 'a');
    const before = formsOf(answers, 'a');
    answers.setIfKept('a', { data: { key: 'other' } }, new UpstreamMeter());
    const make = maker(100);
    await before?.of('br', make);
    await before?.of('br', make);
    expect(make.times).toBe(2);
  });
});
