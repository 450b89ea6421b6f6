/** The server as it ships, in a process of its own, and what must hold of it while it is attacked and afterwards. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach } from 'vitest';
import { builtPage } from '../../examples/build.ts';
import { CARRIER, SERVER_ARGUMENTS } from './carrier.ts';
import type { HealthReport } from './health-probe.ts';
import { type Program, startProgram } from './program.ts';
import { type Reply, send } from './send.ts';

const PROBE = new URL('./health-probe.ts', import.meta.url);

/**
 * What is promised of the server; the embedded portal has a process of its own. If a program embeds it, that program's
 * listener copies bodies into streams of the Fetch API, whose memory is not ours to give back: V8 lets some 100 MB of
 * copies that nobody needs come together before it looks at them.
 */
const MOST_MEMORY_MB = CARRIER === 'fetch' ? 500 : 400;
/**
 * Milliseconds that `/health` may take while an attack is under way: a second on a machine of its own. Here the attacker,
 * the portal and the probe have the same two processors, and so it is two.
 */
const LONGEST_HEALTH = 2000;
/** The ordinary query comes right after the attack: what is still under way may take its turn, and no more. */
const LONGEST_ORDINARY = 8_000;

export interface SiegeOptions {
  /** The settings; the embedded portal is behind the server if they name no other. Asked for at each start, in a hook. */
  settings?: () => Record<string, string>;
  /** What an ordinary client asks after each attack, and what it must be answered. */
  ordinary?: { query: string; data: unknown };
}

export interface AttackOptions {
  /** Milliseconds in which the attack must have its answers. */
  within?: number;
  /** Megabytes that the process may take in the meantime. */
  memory?: number;
}

const ORDINARY = {
  query: '{ dataset(datasetId: "world-countries") { datasetId records(first: 1) { totalCount } } }',
  data: { dataset: { datasetId: 'world-countries', records: { totalCount: 241 } } },
};

/** One process of the server. */
export class Server {
  readonly url: string;
  readonly #program: Program;
  readonly #probe: ChildProcess;
  #errors = '';
  #output = '';

  private constructor(url: string, program: Program) {
    this.url = url;
    this.#program = program;
    program.child.stderr?.on('data', (chunk) => {
      this.#errors += String(chunk);
    });
    program.child.stdout?.on('data', (chunk) => {
      this.#output += String(chunk);
    });
    this.#probe = fork(PROBE, [url.replace('localhost', '127.0.0.1'), String(this.pid)]);
    this.#probe.on('error', () => {});
  }

  /** Starts it as an operator does, with these settings. */
  static async start(settings: Record<string, string>): Promise<Server> {
    // The first start in a clone of the project builds them: no attack is measured beside that.
    await Promise.all([builtPage('page'), builtPage('graphiql')]);
    const env = { PATH: process.env.PATH ?? '', PORT: '0', ...settings };
    const program = startProgram(process.execPath, SERVER_ARGUMENTS, { env });
    const url = await program.says(/GraphQL: (\S+)\/graphql/);
    return new Server(url, program);
  }

  get pid(): number {
    return this.#program.child.pid ?? 0;
  }

  get isAlive(): boolean {
    return this.#program.child.exitCode === null && this.#program.child.signalCode === null;
  }

  /** What it has written to its standard error. */
  get errors(): string {
    return this.#errors;
  }

  /** What it has logged. */
  get output(): string {
    return this.#output;
  }

  /** Megabytes that it has taken at most since the last `forgetPeak`. */
  get peakMb(): number {
    try {
      return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  }

  forgetPeak(): void {
    writeFileSync(`/proc/${this.pid}/clear_refs`, '5');
  }

  /** Asks `/health` all the time while this is done, and says how it was answered. */
  async probed(work: () => Promise<void>): Promise<HealthReport> {
    this.#probe.send('start');
    await work();
    const reported = once(this.#probe, 'message');
    this.#probe.send('stop');
    const report: HealthReport = (await reported)[0];
    return report;
  }

  /** Tells it to stop; the milliseconds that it took and its exit code. */
  async stop(): Promise<{ code: number | null; milliseconds: number }> {
    this.#probe.kill();
    const began = performance.now();
    this.#program.stop();
    const { code } = await this.#program.ended();
    return { code, milliseconds: performance.now() - began };
  }

  kill(): void {
    this.#probe.kill('SIGKILL');
    this.#program.child.kill('SIGKILL');
  }
}

/** A server that is attacked again and again. */
export interface Siege {
  /** Does this to the server; throws if anything that is promised of the server did not hold. */
  attack<Result>(work: (server: Server) => Promise<Result>, options?: AttackOptions): Promise<Result>;
}

/**
 * The server of a test file or a `describe`: started before the first attack, kept for the next ones as long as nothing
 * was wrong with it, and told to stop at the end, which must take no longer than what is under way. What the settings
 * need must be made in a hook before this.
 */
export function besiege({ settings = () => ({}), ordinary = ORDINARY }: SiegeOptions = {}): Siege {
  let server: Server | undefined;
  beforeEach(async () => {
    server ??= await Server.start(settings());
  });
  afterAll(async () => {
    if (!server) return;
    const killer = setTimeout(() => server?.kill(), 12_000);
    const { code } = await server.stop();
    clearTimeout(killer);
    if (code !== 0)
      throw new Error(`told to stop after the attacks, it ended with ${code}: ${server.errors}`);
  });
  return {
    async attack(work, { within = 15_000, memory = MOST_MEMORY_MB } = {}) {
      const attacked = server;
      if (!attacked) throw new Error('There is no server: it is started before each test.');
      const errorsBefore = attacked.errors.length;
      const problems: string[] = [];
      let outcome: { result: Awaited<ReturnType<typeof work>> } | undefined;
      attacked.forgetPeak();
      const health = await attacked.probed(async () => {
        try {
          outcome = { result: await inTime(work(attacked), within) };
        } catch (error) {
          problems.push(`the attack: ${error instanceof Error ? error.message : error}`);
        }
      });
      problems.push(...healthProblems(health));
      const wrong = await ordinaryProblem(attacked, ordinary);
      if (wrong !== undefined) problems.push(wrong);
      if (!attacked.isAlive) problems.push('the process has ended');
      if (attacked.peakMb > memory) problems.push(`it took ${Math.round(attacked.peakMb)} MB of memory`);
      const said = attacked.errors.slice(errorsBefore);
      if (said !== '') problems.push(`it wrote to stderr: ${said.slice(0, 500)}`);
      if (problems.length === 0 && outcome) return outcome.result;
      // What is wrong with it now is no fault of the next attack.
      attacked.kill();
      server = undefined;
      throw new Error(problems.join('\n'));
    },
  };
}

function healthProblems({ answers, longest, failures }: HealthReport): string[] {
  return [
    ...(longest > LONGEST_HEALTH ? [`/health took ${Math.round(longest)} ms`] : []),
    ...(failures.length > 0
      ? [`/health failed ${failures.length} times of ${answers + failures.length}: ${failures[0]}`]
      : []),
  ];
}

async function ordinaryProblem(
  { url }: Server,
  { query, data }: { query: string; data: unknown },
): Promise<string | undefined> {
  try {
    const reply = await inTime(send(`${url}/graphql`, { json: { query } }), LONGEST_ORDINARY);
    if (JSON.stringify(reply.answer.data) === JSON.stringify(data)) return undefined;
    return `an ordinary query was answered with ${reply.status} ${reply.text.slice(0, 300)}`;
  } catch (error) {
    return `an ordinary query was not answered: ${error instanceof Error ? error.message : error}`;
  }
}

/** The outcome of this work, or an error if it takes longer. */
export async function inTime<Result>(work: Promise<Result>, milliseconds: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The codes of the errors in an answer, each once. */
export function codesOf({ answer }: Reply): unknown[] {
  return [...new Set(answer.errors?.map(({ extensions }) => extensions?.code))];
}
