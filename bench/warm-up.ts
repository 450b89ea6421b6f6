/** What comes before a measurement: the portal makes its answers, and the server's code is compiled. */
import type { Load, LoadClient } from './load.ts';
import type { ServerProcess } from './server-process.ts';
import { canMeasure } from './wrk.ts';

/** So much cheaper than before says that the compiler is still at work. */
const CHEAPER = 0.98;
/** It ends at the latest after so many times the seconds in which nothing gets cheaper. */
const LONGEST = 10;
const BATCH_SECONDS = 1;

/**
 * Puts load on a server until operations get no cheaper: until the cheapest batch of the last `steadySeconds` is as dear
 * as the cheapest before them, since other work on the machine makes single batches dearer. Gives the operations that it
 * answers in a second.
 */
export async function warmUp(
  server: ServerProcess,
  load: Omit<Load, 'amount'>,
  client: LoadClient,
  steadySeconds: number,
): Promise<number> {
  await server.idle();
  const { connections, requests } = load;
  let amount = Math.max(requests.length, connections);
  let rate = amount;
  /** The cheapest batch until then, after each of them. */
  const cheapest = [Number.POSITIVE_INFINITY];
  for (let passed = 0; passed < steadySeconds * LONGEST; ) {
    const before = server.cpuSeconds();
    // It is the client that measures: how requests come has an effect on what is compiled.
    const { answered, seconds } = canMeasure(connections, [amount])
      ? await client.runWrk({ ...load, amount }, BATCH_SECONDS)
      : await client.run({ ...load, amount });
    passed += seconds;
    rate = answered / Math.max(seconds, 0.01);
    amount = Math.max(connections, Math.ceil(rate * BATCH_SECONDS));
    // The first batches are short, and have answers in them that the portal makes for the first time.
    if (passed < BATCH_SECONDS) continue;
    const cost = (server.cpuSeconds() - before) / answered;
    cheapest.push(Math.min(cost, cheapest.at(-1) ?? cost));
    const earlier = cheapest.at(-1 - Math.ceil(steadySeconds / BATCH_SECONDS));
    if (earlier !== undefined && (cheapest.at(-1) ?? 0) >= earlier * CHEAPER) break;
  }
  return rate;
}
