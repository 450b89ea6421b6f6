import { pino } from 'pino';

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
}

/** JSON lines on standard output. A credential in a logged object is left out. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    redact: {
      paths: ['authorization', '*.authorization', 'headers.authorization', '*.headers.authorization'],
      censor: '[redacted]',
    },
  });
}
