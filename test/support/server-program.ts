/** The server as it is shipped and started, with what its process holds. */
import { execFileSync } from 'node:child_process';
import { type Program, startProgram } from './program.ts';

const BIN = new URL('../../src/bin.ts', import.meta.url).pathname;

export interface ServerProgram extends Program {
  /** Where it answers, without a slash at the end. */
  url: string;
  /** What its process has in memory, in MB. */
  rss(): number;
}

export async function startServerProgram(settings: Record<string, string>): Promise<ServerProgram> {
  const env = { PATH: process.env.PATH ?? '', PORT: '0', LOG_LEVEL: 'silent', ...settings };
  const program = startProgram(process.execPath, [BIN], { env });
  const url = (await program.says(/GraphQL: (\S+)/)).replace(/\/graphql$/, '');
  const rss = () =>
    Number(execFileSync('ps', ['-o', 'rss=', '-p', String(program.child.pid)], { encoding: 'utf8' })) / 1024;
  return { ...program, url, rss };
}
