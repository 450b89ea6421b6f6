/** The commands of docs/operating.md for several replicas, run as they stand but for the addresses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startKeyedPortal } from '../portals/keyed-portal.ts';
import { freePort } from '../support/free-port.ts';
import { type Program, startProgram } from '../support/program.ts';
import { hasRedis } from '../support/redis.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const programs: Program[] = [];
afterEach(() => {
  for (const { child } of programs.splice(0)) if (child.exitCode === null) signal(child.pid, 'SIGKILL');
});

/** The commands of the section "Several replicas": each begins a line and ends with "&". */
function commands(): string[] {
  const page = readFileSync(join(ROOT, 'docs/operating.md'), 'utf8');
  const [, block = ''] = /^## Several replicas\n.*?^```sh\n(.*?)^```$/ms.exec(page) ?? [];
  return block.split('\n').flatMap((line) => (line.endsWith(' &') ? [line.slice(0, -2)] : []));
}

/** To a command and all that it started. */
function signal(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid !== undefined) process.kill(-pid, name);
}

describe.skipIf(!hasRedis())('several replicas by hand', () => {
  test('what one replica has asked of the portal, the other has', async () => {
    const portal = await startKeyedPortal();
    const [redis, a, b] = [await freePort(), await freePort(), await freePort()];
    const [first = '', ...others] = commands();
    expect(others).toHaveLength(2);
    const start = (command: string) => {
      const text = command
        .replace('https://data.example.org', portal.url)
        .replace('localhost:6379', `127.0.0.1:${redis}`)
        .replace('PORT=4000', `PORT=${a}`)
        .replace('PORT=4001', `PORT=${b}`);
      const program = startProgram('/bin/sh', ['-c', text], { cwd: ROOT, detached: true });
      programs.push(program);
      return program;
    };
    const server = start(`${first} --port ${redis} --bind 127.0.0.1`);
    await server.says(/Ready to accept connections/);
    const replicas = others.map(start);
    const urls = await Promise.all(
      replicas.map(async ({ says }) => {
        await says(/Redis is there/);
        return says(/GraphQL: (\S+)/);
      }),
    );
    expect(urls).toEqual([`http://localhost:${a}/graphql`, `http://localhost:${b}/graphql`]);
    const spent = async (url = '') => {
      const query = encodeURIComponent('{ dataset(datasetId: "d") { title } }');
      const { data, extensions } = await (await fetch(`${url}?query=${query}`)).json();
      expect(data).toEqual({ dataset: { title: 'nobody 1' } });
      return extensions.upstream.calls;
    };
    expect(await spent(urls[0])).toBe(1);
    await vi.waitUntil(async () => (await spent(urls[1])) === 0);
    expect(portal.received).toHaveLength(1);
    for (const { child, ended } of replicas) {
      signal(child.pid, 'SIGTERM');
      await ended();
    }
    await portal.close();
  });
});
