/** Browser sessions: who has logged in, and how often somebody may try to. */
import { hash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Caller } from './access.ts';

/** Seconds that a session lasts. */
export const sessionSeconds = 8 * 3_600;

/** Beyond that many, the one that was used least recently ends. */
const mostSessions = 10_000;

/** Wrong ones per address and minute. */
const mostAttempts = 20;

/** Addresses whose attempts are counted at a time. */
const mostAddresses = 10_000;

export class Sessions {
  /** By the hash of their token: what is in memory opens nothing. */
  readonly #callers = new LRUCache<string, Caller>({ max: mostSessions, ttl: sessionSeconds * 1_000 });
  readonly #attempts = new LRUCache<string, number>({ max: mostAddresses, ttl: 60_000, noUpdateTTL: true });

  /** Begins a session, and returns the token that the browser keeps. */
  begin(caller: Caller): string {
    const token = randomBytes(32).toString('base64url');
    this.#callers.set(keyOf(token), caller);
    return token;
  }

  /** Whose session it is; undefined if there is none, or none any longer. */
  find(token: string): Caller | undefined {
    return this.#callers.get(keyOf(token));
  }

  end(token: string): void {
    this.#callers.delete(keyOf(token));
  }

  /** Whether the address may try to log in. It may not after too many wrong attempts of late. */
  mayTry(address: string): boolean {
    return (this.#attempts.get(address) ?? 0) < mostAttempts;
  }

  /** Counts a wrong attempt. */
  noteFailure(address: string): void {
    this.#attempts.set(address, (this.#attempts.get(address) ?? 0) + 1);
  }
}

const keyOf = (token: string): string => hash('sha256', token);
