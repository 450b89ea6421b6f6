/** What the portal's worker and the thread that started it say to each other. */

export type FromWorker =
  | { kind: 'progress'; line: string }
  | { kind: 'failure'; error: Error }
  | { kind: 'listening'; url: string }
  | { kind: 'refused'; message: string };

export type ToWorker = 'close';
