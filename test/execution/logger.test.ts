import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { infoLine, type LogLine } from '../../src/execution/logger.ts';

/** What both ways write of the same lines, at the same time. */
function written(log: (line: LogLine) => void): { ours: string; theirs: string } {
  const base = { pid: 7, hostname: 'a "host"' };
  const ours: string[] = [];
  const theirs: string[] = [];
  const library = pino({ base }, { write: (line) => void theirs.push(line) });
  vi.useFakeTimers({ now: 1_796_004_474_403 });
  try {
    log(infoLine(base, (line) => void ours.push(line)));
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
