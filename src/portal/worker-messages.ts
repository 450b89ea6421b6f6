/** The messages between the portal's worker and the thread that started it. */

export type FromWorker =
  | { kind: 'progress'; line: string }
  | { kind: 'failure'; error: Error }
  | { kind: 'listening'; url: string }
  | { kind: 'refused'; message: string };

export type ToWorker = 'close';
