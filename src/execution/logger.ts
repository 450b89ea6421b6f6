import { hostname } from 'node:os';
import { destination, pino } from 'pino';
import { AT_LATEST, LogFile, type LogLine } from './log-file.ts';

/** Where the log goes: pino's logger is one. */
export interface Logger {
  info: LogLine;
  warn: LogLine;
  error: LogLine;
  /** What is of no use unless somebody looks for it; one that lacks this is not told. */
  debug?: LogLine;
}

/** So many bytes are written together, or what has come until then. Each write wakes a thread. */
const TOGETHER = 60_000;

/**
 * JSON lines on standard output. A credential in a logged object is left out of what tells of failures; lines of `info` are
 * of known shapes with none in them, and there is one for each request: to look through them costs as much as to write them.
 */
export function createLogger(level: string): Logger {
  // What is not written yet is written when the process ends.
  const file = destination({
    dest: 1,
    sync: false,
    contentMode: 'buffer',
    minLength: TOGETHER,
    maxWrite: TOGETHER + 16 * 1024,
    periodicFlush: AT_LATEST,
  });
  const base = { pid: process.pid, hostname: hostname() };
  const output = new LogFile(file, base);
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
    info: plain.isLevelEnabled('info') ? output.info : () => {},
    warn: careful.warn.bind(careful),
    error: careful.error.bind(careful),
  };
}
