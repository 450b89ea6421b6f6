/** Properties that are tried with random input: with a seed that never changes, and with a fresh one that is told. */
import fc from 'fast-check';
import { test } from 'vitest';
import type { Server, Siege } from './hostile.ts';

/** What a run with the seed that never changes tries; it grows with the code, and not by chance. */
const FIXED_SEED = 20_240_117;

/** The seed of the fresh run: `FUZZ_SEED` repeats one that failed, and `FUZZ_RUNS` tries more. */
const FRESH_SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const RUNS = Number(process.env.FUZZ_RUNS ?? 0);

/** How many inputs are sent to the server before it is looked at. */
const PER_ATTACK = 25;

/**
 * Tries this with so many random inputs, once with each seed. What must hold of the server is looked at after every few
 * of them; `check` throws if an answer is not of a known form.
 */
export function fuzz<Input>(
  name: string,
  siege: Siege,
  inputs: fc.Arbitrary<Input>,
  runs: number,
  check: (server: Server, input: Input) => Promise<void>,
): void {
  test.each([
    ['that never changes', FIXED_SEED],
    ['that is fresh', FRESH_SEED],
  ])(`${name}, with a seed %s`, async (_, seed) => {
    process.stderr.write(`${name}: FUZZ_SEED=${seed}\n`);
    const all = fc.sample(inputs, { seed, numRuns: RUNS || runs });
    for (let start = 0; start < all.length; start += PER_ATTACK) {
      const batch = all.slice(start, start + PER_ATTACK);
      await siege.attack((server) => Promise.all(batch.map((input) => told(input, check(server, input)))));
    }
  });
}

/** The same outcome; an error says which input it was of. */
async function told(input: unknown, checked: Promise<void>): Promise<void> {
  try {
    await checked;
  } catch (error) {
    throw new Error(
      `${fc.stringify(input).slice(0, 2000)}: ${error instanceof Error ? error.message : error}`,
    );
  }
}
