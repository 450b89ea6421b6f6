/** What was seen of how a portal answers: which calls its searches spare, and which they cannot. */

import type { Understanding } from '../ods/transport/call.ts';

/** What was seen to hold is taken for granted for so long: a portal may be replaced by another. */
const PROVEN_SECONDS = 600;

/** What was seen not to hold is not tried again for so long. */
const BROKEN_SECONDS = 3600;

/** A portal that has just refused both ways of asking is asked in one of them only: it may refuse everything. */
const REFUSED_SECONDS = 5;

/** A way of asking that a portal may understand or not: one that it does not understand shows in its answers. */
export class Habit implements Understanding {
  readonly #now: () => number;
  #seen: 'proven' | 'broken' | null = null;
  #until = 0;
  #refusedUntil = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get isProven(): boolean {
    return this.#seen === 'proven' && this.#now() < this.#until;
  }

  get isBroken(): boolean {
    return this.#seen === 'broken' && this.#now() < this.#until;
  }

  /** An answer showed that the portal understands it. One that showed the contrary before is not forgotten for it. */
  prove(): void {
    if (!this.isBroken) this.#see('proven', PROVEN_SECONDS);
  }

  /** An answer showed that the portal does not understand it. */
  break(): void {
    this.#see('broken', BROKEN_SECONDS);
  }

  /** True if the portal has just refused this way of asking and the other. */
  get isRefused(): boolean {
    return this.#now() < this.#refusedUntil;
  }

  /** The portal has refused this way of asking and the other. */
  refuse(): void {
    this.#refusedUntil = this.#now() + REFUSED_SECONDS * 1000;
  }

  /** Nothing was seen after all. */
  forget(): void {
    this.#seen = null;
  }

  #see(seen: 'proven' | 'broken', seconds: number): void {
    this.#seen = seen;
    this.#until = this.#now() + seconds * 1000;
  }
}

/** What was seen of one portal, by all operations. */
export class PortalHabits {
  /** `refine.datasetid` many times with `disjunctive.datasetid` finds the datasets with these ids, and no others. */
  readonly refinesByIds: Habit;
  /** `q=recordid:"…" OR recordid:"…"` finds the records with these ids, and no others. */
  readonly findsRecordIds: Habit;

  constructor(now: () => number = Date.now) {
    this.refinesByIds = new Habit(now);
    this.findsRecordIds = new Habit(now);
  }
}
