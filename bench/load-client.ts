/**
 * The load client: many connections that ask one server. It is a process of its own, told what to do by messages, so
 * that its work is not the server's.
 */
import autocannon, { type Options, type Result } from 'autocannon';
import type { Load, LoadResult } from './load.ts';

async function run({ url, requests, connections, amount }: Load): Promise<LoadResult> {
  let next = 0;
  const { result, seconds } = await fire({
    url,
    connections,
    amount,
    timeout: 120,
    // It looks so often whether all is done (in milliseconds).
    sampleInt: 50,
    // The connections share one sequence: no two of them ask the same at a time.
    requests: [
      {
        setupRequest: (request) => {
          const chosen = requests[next % requests.length];
          next += 1;
          return Object.assign(request, chosen);
        },
      },
    ],
  });
  const { non2xx, errors, timeouts, latency } = result;
  return {
    failures: non2xx + errors + timeouts,
    answered: result['2xx'],
    seconds,
    p50: latency.p50,
    p99: latency.p99,
  };
}

/** `seconds` end with the last answer: the client itself goes on until it looks again. */
async function fire(options: Options): Promise<{ result: Result; seconds: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const began = performance.now();
  let ended = began;
  const instance = autocannon(options, (error: unknown, result: Result) => {
    if (error) reject(error);
    else resolve(result);
  });
  instance.on('response', () => {
    ended = performance.now();
  });
  return { result: await promise, seconds: (ended - began) / 1000 };
}

process.on('message', (load: Load) => {
  run(load).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
