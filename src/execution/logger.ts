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

/** Lines are written together: so many characters, or what has come in so many milliseconds. */
const TOGETHER = 4096;
const AT_LATEST = 250;

/**
 * JSON lines on standard output. A credential in a logged object is left out of what tells of failures; lines of `info` are
 * of known shapes with none in them, and there is one for each request: to look through them costs as much as to write them.
 */
export function createLogger(level: string): Logger {
  // What is not written yet is written when the process ends.
  const output = destination({ dest: 1, sync: false, minLength: TOGETHER, periodicFlush: AT_LATEST });
  const plain = pino({ level }, output);
  const careful = pino(
    {
      level,
      redact: {
        paths: ['authorization', '*.authorization', 'headers.authorization', '*.headers.authorization'],
        censor: '[redacted]',
      },
    },
    output,
  );
  return {
    debug: plain.debug.bind(plain),
    info: plain.info.bind(plain),
    warn: careful.warn.bind(careful),
    error: careful.error.bind(careful),
  };
}
