/**
 * A process of its own that asks `/health` again and again, and says how long the longest answer took. What the kernel
 * made the server or this process wait for a processor is not counted: other work on the machine is nobody's fault.
 */
import { readFileSync } from 'node:fs';
import { get } from 'node:http';

/** What was seen from `start` to `stop`. */
export interface HealthReport {
  /** How many times it was answered. */
  answers: number;
  /** Milliseconds of the longest answer. */
  longest: number;
  /** What was no answer. */
  failures: string[];
}

const GIVEN_UP_AFTER = 15_000;
const PAUSE = 50;

const [url = '', serverPid = ''] = process.argv.slice(2);
let isStopping = false;

process.on('message', (message) => {
  isStopping = message === 'stop';
  if (message === 'start') void probe();
});

async function probe(): Promise<void> {
  const report: HealthReport = { answers: 0, longest: 0, failures: [] };
  // At least once, however short the attack is.
  do {
    const began = performance.now();
    const waitedBefore = waited(serverPid) + waited('self');
    const failure = await ask();
    const waitedSince = waited(serverPid) + waited('self') - waitedBefore;
    report.longest = Math.max(report.longest, performance.now() - began - waitedSince);
    if (failure === undefined) report.answers += 1;
    else report.failures.push(failure);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  } while (!isStopping);
  process.send?.(report);
}

/** What went wrong; undefined if nothing did. */
function ask(): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(`${url}/health`, { agent: false, timeout: GIVEN_UP_AFTER }, (response) => {
      response.resume();
      response.on('error', (error) => resolve(error.message));
      response.on('end', () => resolve(response.statusCode === 200 ? undefined : `${response.statusCode}`));
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${GIVEN_UP_AFTER} ms`)));
    request.on('error', (error) => resolve(error.message));
  });
}

/** Milliseconds for which the main thread of a process was ready to run and was not let, if the kernel tells. */
function waited(pid: string): number {
  try {
    const thread = pid === 'self' ? `${process.pid}` : pid;
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
