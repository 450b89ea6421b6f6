/** The server as it is shipped and started, with what its process holds. */
import { execFileSync } from 'node:child_process';
import { SERVER_ARGUMENTS } from './carrier.ts';
import { type Program, startProgram } from './program.ts';

export interface ServerProgram extends Program {
  /** Where it answers, without a slash at the end. */
  url: string;
  /** What its process has in memory, in MB. */
  rss(): number;
  /** What its process says of itself. */
  state(): Promise<ProcessState>;
}

export interface ProcessState {
  /** Timers that keep it alive. */
  timers: number;
  /** The longest work so far that nothing else could interrupt, in milliseconds of a processor: whatever else it runs. */
  longestWork: number;
}

/** Makes a process tell that on a signal. */
const TELLING = `let asked = 0;
let longestWork = 0;
let before = process.cpuUsage();
setInterval(() => {
  const { user, system } = process.cpuUsage(before);
  before = process.cpuUsage();
  longestWork = Math.max(longestWork, (user + system) / 1000);
}, 5).unref();
process.on('SIGUSR2', () => {
  const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const state = JSON.stringify({ timers, longestWork });
  longestWork = 0;
  process.stdout.write('STATE ' + (asked += 1) + ': ' + state + String.fromCharCode(10));
});`;

export async function startServerProgram(settings: Record<string, string>): Promise<ServerProgram> {
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(TELLING)}`;
  const env = { PATH: process.env.PATH ?? '', PORT: '0', LOG_LEVEL: 'silent', NODE_OPTIONS, ...settings };
  const program = startProgram(process.execPath, SERVER_ARGUMENTS, { env });
  const url = (await program.says(/GraphQL: (\S+)/)).replace(/\/graphql$/, '');
  const rss = () =>
    Number(execFileSync('ps', ['-o', 'rss=', '-p', String(program.child.pid)], { encoding: 'utf8' })) / 1024;
  let asked = 0;
  const state = async () => {
    program.child.kill('SIGUSR2');
    asked += 1;
    return JSON.parse(await program.says(new RegExp(`STATE ${asked}: (.*)\n`)));
  };
  return { ...program, url, rss, state };
}
