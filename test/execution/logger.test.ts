import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { LogFile, type LogLine } from '../../src/execution/log-file.ts';
import { run, startProgram } from '../support/program.ts';

const LOGGER = new URL('../../src/execution/logger.ts', import.meta.url);

/** What both ways write of the same lines, at the same time. */
function written(log: (line: LogLine) => void): { ours: string; theirs: string } {
  const base = { pid: 7, hostname: 'a "host"' };
  const ours: string[] = [];
  const theirs: string[] = [];
  const library = pino({ base }, { write: (line) => void theirs.push(line) });
  vi.useFakeTimers({ now: 1_796_004_474_403 });
  try {
    const file = new LogFile({ write: (bytes) => ours.push(String(bytes)) > 0, flush() {} }, base);
    log(file.info);
    file.write();
    log(library.info.bind(library));
  } finally {
    vi.useRealTimers();
  }
  return { ours: ours.join(''), theirs: theirs.join('') };
}

test.each<[string, (line: LogLine) => void]>([
  ['a message alone', (line) => line('the portal is "well" again\n')],
  ['values alone', (line) => line({ status: 200 })],
  ['no values', (line) => line({}, 'request')],
  ['what is undefined is left out', (line) => line({ a: undefined, b: null, c: [1, 'é'] }, 'request')],
  ['values in values', (line) => line({ upstream: { calls: 1, cached: 0 } }, 'operation')],
])('a line of info is as the library writes it: %s', (_, log) => {
  const { ours, theirs } = written(log);
  expect(ours).toBe(theirs);
  expect(ours).toContain('"level":30');
});

test('whatever a caller calls its operation, the line is one line of JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (operation) => {
      const { ours } = written((line) => line({ operation }, 'operation'));
      expect(ours.indexOf('\n')).toBe(ours.length - 1);
      expect(JSON.parse(ours)).toMatchObject({ operation, msg: 'operation' });
    }),
  );
});

/** A program that logs. */
function programOf(lines: string): string[] {
  const code = `import { createLogger } from ${JSON.stringify(LOGGER)}; const logger = createLogger('info'); ${lines}`;
  return ['--input-type=module', '--eval', code];
}

function messagesOf(output: string): string[] {
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
}

test.each([
  ['by itself', ''],
  ['by the program', 'process.exit(0);'],
  ['by an error', 'process.on("uncaughtException", () => process.exit(0)); throw new Error();'],
])('all lines are written in their order when the process is ended %s', async (_, end) => {
  const lines = 'logger.info({}, "a"); logger.info("b"); logger.warn("c"); logger.info("d");';
  const output = await run(process.execPath, programOf(`${lines}${end}`));
  expect(messagesOf(output)).toEqual(['a', 'b', 'c', 'd']);
});

test('many lines are written in their order', async () => {
  const lines = 'for (let i = 0; i < 1000; i++) i % 97 ? logger.info(String(i)) : logger.error(String(i));';
  const output = await run(process.execPath, programOf(lines));
  expect(messagesOf(output)).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)));
});

test('a line is written although none follows it', async () => {
  const program = startProgram(
    process.execPath,
    programOf('logger.info("alone"); setInterval(() => {}, 1e6);'),
  );
  try {
    expect(await program.says(/"msg":"(\w+)"/)).toBe('alone');
  } finally {
    program.stop();
  }
});
