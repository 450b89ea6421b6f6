import type { TransportObserver } from './observer.ts';

export interface TransportOptions {
  /** The portal's address, e.g. `https://data.example.org`. */
  url: URL;
  /**
   * Milliseconds to wait for an answer to begin, and then for each next piece of its body.
   * @default 30000
   */
  timeout?: number;
  /**
   * Milliseconds in which a connection must come about.
   * @default 10000
   */
  connectTimeout?: number;
  /**
   * Milliseconds for one whole call, from its turn to the last byte of its answer; of a stream to the first byte.
   * @default 60000
   */
  callTimeout?: number;
  /**
   * Milliseconds for which a call may wait for its turn.
   * @default 30000
   */
  queueTimeout?: number;
  /**
   * The longest answer that is read into memory, in MB (1024 * 1024 bytes), unpacked; streams excepted.
   * @default 32
   */
  maxAnswerMb?: number;
  /**
   * Calls under way at a time; the others wait, callers taking turns. A stream counts until its answer begins.
   * @default 16
   */
  concurrency?: number;
  /**
   * How many times a read is sent again if that may help, at most.
   * @default 2
   */
  retries?: number;
  /**
   * So many failures in a row keep further calls from the portal; 0 keeps none.
   * @default 5
   */
  breakerFailures?: number;
  /**
   * Milliseconds after which a portal that calls are kept from is looked at again.
   * @default 15000
   */
  probeInterval?: number;
  /**
   * The clock of the breaker, in milliseconds since 1970.
   * @default Date.now
   */
  now?: () => number;
  /** Is told what happens on the way to the portal. */
  observer?: TransportObserver;
}
