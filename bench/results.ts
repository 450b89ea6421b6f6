/** Writes `RESULTS.md`: where it was measured, every row, and what falls short. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, totalmem, type } from 'node:os';
import { growthOf, type Results } from './growth.ts';
import type { Cost, Effort } from './measure.ts';
import { IS_PINNED } from './pinned.ts';
import { baseOf } from './report.ts';
import type { Row, Side } from './row.ts';
import type { StartUp } from './start-up.ts';
import { growthVerdict, startUpVerdict, type Verdict, verdictsOf } from './targets.ts';
import { WRK } from './wrk.ts';

const FILE = new URL('RESULTS.md', import.meta.url);
const PACKAGES = ['undici', 'graphql', 'graphql-yoga', 'fastify', 'mercurius', 'graphql-jit', 'autocannon'];

/** `failed`: the rows that could not be measured. */
export function writeResults(
  results: Results,
  startUp: StartUp,
  effort: Effort,
  failed: readonly string[],
): void {
  const missing = failed.length === 0 ? [] : [`These rows could not be measured: ${failed.join(', ')}.`, ''];
  const page = [...intro(effort), ...missing, ...table(results), ...targets(results, startUp)];
  writeFileSync(FILE, `${page.join('\n')}\n`);
}

function intro({ rounds, seconds, steadySeconds }: Effort): string[] {
  return [
    '# What operations cost',
    '',
    '`npm run bench` writes this page. What was found is in `NOTES.md`, beside it.',
    '',
    'Each row asks the same question of a proxy written by hand of `node:http` and undici that parses, picks and serialises (`floor`, which is 1), of a facade as it is written in an afternoon with Fastify, Mercurius and DataLoader (`by-hand`), and of this project as `npm start` starts it (`product`). If everything is kept, 1 is a server that sends bytes from a map (`map`). The portal is canned: it sends answers that were made beforehand. All answers are compared before anything is timed.',
    '',
    `- Machine: ${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} processors, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${type()}. ${IS_PINNED ? 'The server that is measured has one of them for itself; the load client and the portal have another.' : 'Nothing is pinned to a processor, since there is no `taskset`.'}`,
    `- Versions: Node.js ${process.versions.node}, ${PACKAGES.map((name) => `${name} ${versionOf(name)}`).join(', ')}.`,
    `- Method: ${rounds} rounds of some ${seconds} s for each side, in turns; medians. Before, each was under load until operations got no cheaper in ${steadySeconds} s. Load is ${WRK ? 'wrk’s if a round has thousands of operations, or else autocannon’s' : 'autocannon’s'}.`,
    '- CPU is the processor time of the server’s process, of the program and of the system for it, in seconds for 1,000 operations. Latency is that of a server under full load.',
    '',
  ];
}

function versionOf(name: string): string {
  const folder = createRequire(import.meta.url).resolve.paths(name)?.[1] ?? '';
  const { version }: { version: string } = JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8'));
  return version;
}

function table(results: Results): string[] {
  return [
    '| row | side | CPU-s / 1000 | ratio | req/s | p50 ms | p99 ms | RSS MB | calls each | target |',
    '| --- | --- | --: | --: | --: | --: | --: | --: | --: | --- |',
    ...results.flatMap(({ row, costs }) =>
      row.sides.flatMap((side) => {
        const cost = costs[side];
        return cost ? tableLine(row, side, cost, baseOf(row, costs), verdictsOf(row, costs)) : [];
      }),
    ),
    '',
    'What the rows ask:',
    '',
    ...results.map(({ row }) => `- \`${row.name}\`: ${row.asks}`),
    '',
  ];
}

function tableLine(row: Row, side: Side, cost: Cost, base: number, verdicts: readonly Verdict[]): string {
  const isFirst = side === row.sides[0];
  const cells = [
    isFirst ? row.name : '',
    side,
    cost.cpu.toFixed(3),
    (cost.cpu / base).toFixed(2),
    cost.perSecond.toFixed(0),
    cost.p50.toFixed(1),
    cost.p99.toFixed(1),
    cost.memoryMb.toFixed(0),
    cost.calls.toFixed(2),
    side === 'product' ? verdicts.map(({ text }) => text).join('; ') : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

function targets(results: Results, startUp: StartUp): string[] {
  const growth = growthOf(results).map(growthVerdict);
  const start = startUpVerdict(startUp);
  const all = [
    ...results.flatMap(({ row, costs }) =>
      verdictsOf(row, costs).map((verdict) => ({ ...verdict, text: `\`${row.name}\`: ${verdict.text}` })),
    ),
    { ...start, text: `start-up: ${start.text}` },
    ...growth,
  ];
  const missed = all.filter(({ isMissed }) => isMissed);
  return [
    '## Start-up and growth',
    '',
    `- Until it listens, in front of a portal: ${start.text} (floor ${startUp.floor.toFixed(0)} ms, by-hand ${startUp['by-hand'].toFixed(0)} ms).`,
    ...growth.map(({ text }) => `- ${text[0]?.toUpperCase()}${text.slice(1)}.`),
    '',
    '## What falls short',
    '',
    ...(missed.length > 0
      ? missed.map(({ text }) => `- ${text.replace('MISSED ', 'target ')}`)
      : ['Nothing: all targets are kept.']),
  ];
}
