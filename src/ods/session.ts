import type { Caller, Transport } from './transport.ts';

/** One caller's way to the portal for the length of one operation. */
export interface Session extends Caller {
  readonly transport: Transport;
}
