import { hostname } from 'node:os';
import { destination, pino } from 'pino';

/** A line of the log: a message, and before it what belongs to it. */
export interface LogLine {
  (values: object, message?: string): void;
  (message: string): void;
}

/** Where the log goes: pino's logger is one. */
export interface Logger {
  info: LogLine;
  warn: LogLine;
  error: LogLine;
  /** What is of no use unless somebody looks for it; one that lacks this is not told. */
  debug?: LogLine;
}

/** What the library writes when it is told to take bytes; it says texts for both. */
interface ByteFile {
  write(bytes: Uint8Array | string): boolean;
}

/** Lines are written together: so many bytes, or what has come in so many milliseconds. Each write wakes a thread. */
const TOGETHER = 60_000;
const AT_LATEST = 250;

/**
 * JSON lines on standard output. A credential in a logged object is left out of what tells of failures; lines of `info` are
 * of known shapes with none in them, and there is one for each request: to look through them costs as much as to write them.
 */
export function createLogger(level: string): Logger {
  // What is not written yet is written when the process ends.
  const file: ByteFile = destination({
    dest: 1,
    sync: false,
    contentMode: 'buffer',
    minLength: TOGETHER,
    maxWrite: TOGETHER + 16 * 1024,
    periodicFlush: AT_LATEST,
  });
  // A text that waits costs half as much again as its bytes: all its parts are put together when it is written.
  const output = { write: (line: string) => void file.write(Buffer.from(line)) };
  const base = { pid: process.pid, hostname: hostname() };
  const plain = pino({ level, base }, output);
  const careful = pino(
    {
      level,
      base,
      redact: {
        paths: ['authorization', '*.authorization', 'headers.authorization', '*.headers.authorization'],
        censor: '[redacted]',
      },
    },
    output,
  );
  return {
    debug: plain.debug.bind(plain),
    info: plain.isLevelEnabled('info') ? infoLine(base, output.write) : () => {},
    warn: careful.warn.bind(careful),
    error: careful.error.bind(careful),
  };
}

/** Writes lines of `info` as the library does, in less time: it looks at each value by itself. bench/NOTES.md has the figures. */
export function infoLine(base: object, write: (line: string) => void): LogLine {
  const ofProcess = membersOf(base);
  let last = { message: '', members: membersOf({ msg: '' }) };
  return (values: object | string, message?: string) => {
    const ofLine = typeof values === 'string' ? membersOf({ msg: values }) : membersOf(values);
    // Nearly all lines are of one kind.
    if (message !== undefined && message !== last.message)
      last = { message, members: membersOf({ msg: message }) };
    const ofMessage = message === undefined ? '' : last.members;
    write(`{"level":${pino.levels.values.info},"time":${Date.now()}${ofProcess}${ofLine}${ofMessage}}\n`);
  };
}

/** The members of a JSON object after others: none, or each with a comma before it. */
function membersOf(values: object): string {
  const json = JSON.stringify(values);
  return json === '{}' ? '' : `,${json.slice(1, -1)}`;
}
