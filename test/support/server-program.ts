/** The server as it is shipped and started, with what its process holds. */
import { execFileSync } from 'node:child_process';
import { type Program, startProgram } from './program.ts';

const BIN = new URL('../../src/bin.ts', import.meta.url).pathname;

export interface ServerProgram extends Program {
  /** Where it answers, without a slash at the end. */
  url: string;
  /** What its process has in memory, in MB. */
  rss(): number;
  /** How many timers its process has set. */
  timers(): Promise<number>;
}

/** Makes a process tell on a signal what keeps it alive. */
const TELLING = `let asked = 0;
process.on('SIGUSR2', () => {
  const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  process.stdout.write('TIMERS ' + (asked += 1) + ': ' + timers + String.fromCharCode(10));
});`;

export async function startServerProgram(settings: Record<string, string>): Promise<ServerProgram> {
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(TELLING)}`;
  const env = { PATH: process.env.PATH ?? '', PORT: '0', LOG_LEVEL: 'silent', NODE_OPTIONS, ...settings };
  const program = startProgram(process.execPath, [BIN], { env });
  const url = (await program.says(/GraphQL: (\S+)/)).replace(/\/graphql$/, '');
  const rss = () =>
    Number(execFileSync('ps', ['-o', 'rss=', '-p', String(program.child.pid)], { encoding: 'utf8' })) / 1024;
  let asked = 0;
  const timers = async () => {
    program.child.kill('SIGUSR2');
    asked += 1;
    return Number(await program.says(new RegExp(`TIMERS ${asked}: (\\d+)\n`)));
  };
  return { ...program, url, rss, timers };
}
