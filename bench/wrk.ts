/** wrk, which costs its core less than a client of Node.js: https://github.com/wg/wrk */
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Load, LoadRequest, LoadResult } from './load.ts';
import { CORES, startPinned } from './pinned.ts';

export const WRK = ['/usr/bin/wrk', '/usr/local/bin/wrk'].find((path) => existsSync(path));

/** It ends by the clock and cuts off what is under way: that must be less than one operation of a hundred. */
export function canMeasure(connections: number, amounts: readonly number[]): boolean {
  return WRK !== undefined && amounts.every((amount) => amount > connections * 100);
}

/** The script: all connections share one sequence, and the end is told as JSON. */
function scriptOf(requests: readonly LoadRequest[]): string {
  const formatted = requests.map(({ method, path, headers = {}, body }) => {
    const lines = Object.entries(headers).map(([name, value]) => `[ ${lua(name)} ] = ${lua(value)}`);
    return `wrk.format(${lua(method)}, ${lua(path)}, { ${lines.join(', ')} }, ${body === undefined ? 'nil' : lua(body)})`;
  });
  return `
    local requests = {}
    local at = 0
    function init()
      requests = { ${formatted.join(',\n')} }
    end
    function request()
      at = at % #requests + 1
      return requests[at]
    end
    function done(summary, latency)
      local errors = summary.errors
      io.write(string.format('\\n{"answered":%d,"failures":%d,"seconds":%f,"p50":%f,"p99":%f}',
        summary.requests, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
        summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
    end`;
}

/** JSON escapes what a text of Lua must not have, but not in Lua's way: a long bracket takes it as it is. */
const lua = (value: string): string => `[==[${value}]==]`;

export async function measureWithWrk(
  { url, requests, connections }: Load,
  seconds: number,
): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-bench-'));
  try {
    const script = join(folder, 'load.lua');
    writeFileSync(script, scriptOf(requests));
    const options = ['-t1', `-c${connections}`, `-d${Math.max(1, Math.round(seconds))}s`, '-s', script];
    const child = startPinned(CORES.others, [WRK ?? 'wrk', ...options, url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (!child.stdout) throw new Error('wrk has no output.');
    const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    const result: LoadResult = JSON.parse(output.slice(output.lastIndexOf('{')));
    return result;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
