/** The messages between the portal's process and the one that started it. */
import type { ServerOptions } from './server.ts';

export type FromPortal =
  | { kind: 'progress'; line: string }
  | { kind: 'failure'; error: Error }
  | { kind: 'listening'; url: string }
  | { kind: 'refused'; message: string };

export type ToPortal = { kind: 'start'; options: ServerOptions } | { kind: 'close' };
