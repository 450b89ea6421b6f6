/** Finds things by their ids in as few calls as can be, those that the portal does not have included. */
import { attempt, lookUp } from './attempt.ts';
import { isBadRequest, isRejection } from './bisect.ts';
import type { Habit } from './portal-habits.ts';

/** What a search by ids has found. */
export interface IdPage<T> {
  /** How many things match, on this page and beyond. */
  total: number;
  things: readonly T[];
}

/** How things of one kind are asked for. */
export interface IdSearch<T> {
  /** Whether the portal understands `search`. */
  habit: Habit;
  /** Asks for things by their ids in one call. */
  search: (ids: readonly string[]) => Promise<IdPage<T>>;
  /** The same in other words, for a portal that does not understand `search`. */
  searchOtherwise?: (ids: readonly string[]) => Promise<IdPage<T>>;
  /** Any thing that is there; null if there is none at all. */
  sample: () => Promise<T | null>;
  /** Looks up one. */
  alone: (id: string) => Promise<T | null>;
  idOf: (thing: T) => string;
  /** True for an id that a lookup may find although no search does. */
  isOutside?: (id: string) => boolean;
}

/** What became of each id. */
export type Outcomes<T> = Map<string, T | null | Error>;

/**
 * Finds things by their ids: adds what became of each to the outcomes, and gives how many ids needed a call of their own.
 *
 * A portal may misread a search for many ids, so an id is not there just because the answer lacks it. It counts as
 * unknown if the answer tells of itself that the search was understood: it has two or more of the things, and no other.
 * Otherwise all that are missing are asked for once more, together with one that is there: if that one comes back, and
 * they do not, there are none. If even that shows nothing, each is looked up alone, now and for the next hour.
 */
export async function findByIds<T>(
  ids: readonly string[],
  kind: IdSearch<T>,
  outcomes: Outcomes<T>,
): Promise<number> {
  const finder = new Finder(kind, outcomes);
  await finder.find(ids);
  return finder.alone;
}

class Finder<T> {
  alone = 0;
  readonly #kind: IdSearch<T>;
  readonly #outcomes: Outcomes<T>;

  constructor(kind: IdSearch<T>, outcomes: Outcomes<T>) {
    this.#kind = kind;
    this.#outcomes = outcomes;
  }

  async find(ids: readonly string[]): Promise<void> {
    const { habit } = this.#kind;
    const wasBroken = habit.isBroken;
    const page = await this.#firstPage(ids);
    const isUnderstood = this.#add(new Set(ids), page);
    if (!isUnderstood && !wasBroken && !habit.isBroken) {
      habit.break();
      return this.#findOtherwise(this.#missing(ids));
    }
    if (isUnderstood && page.things.length > 1) habit.prove();
    await this.#settle(this.#missing(ids), page.things[0]);
  }

  /** A portal that refuses the search, and was never seen to take it, may refuse how it is asked, or what. */
  async #firstPage(ids: readonly string[]): Promise<IdPage<T>> {
    const { habit, search, searchOtherwise } = this.#kind;
    if (habit.isBroken && searchOtherwise) return searchOtherwise(ids);
    const page = await attempt(() => search(ids));
    if (!(page instanceof Error)) return page;
    if (habit.isProven || habit.isRefused || !searchOtherwise || !isBadRequest(page)) throw page;
    const other = await attempt(() => searchOtherwise(ids));
    if (other instanceof Error) {
      if (isBadRequest(other)) habit.refuse();
      throw page;
    }
    habit.break();
    return other;
  }

  /** Decides about ids that a search missed. */
  async #settle(missing: readonly string[], known: T | undefined): Promise<void> {
    const { habit, isOutside = () => false } = this.#kind;
    if (habit.isBroken) return this.#lookUp(missing);
    const inside = missing.filter((id) => !isOutside(id));
    await Promise.all([this.#lookUp(missing.filter(isOutside)), this.#confirm(inside, known)]);
  }

  /** With the same search, which has to find one that is there among them. */
  async #confirm(missing: readonly string[], known: T | undefined): Promise<void> {
    const { habit, search, idOf } = this.#kind;
    if (habit.isProven || missing.length === 0) return this.#setAll(missing, null);
    if (missing.length === 1) return this.#lookUp(missing);
    const control = known ?? (await attempt(this.#kind.sample));
    // Nothing is there at all.
    if (control === null) return this.#setAll(missing, null);
    if (control instanceof Error) return this.#setAll(missing, control);
    const asked = around(idOf(control), missing);
    const page = await attempt(() => search(asked));
    if (page instanceof Error) return this.#setAll(missing, page);
    this.#add(new Set(missing), page);
    const rest = this.#missing(missing);
    const came = page.things.some((thing) => idOf(thing) === idOf(control));
    // A sample that was asked for before, and not found, contradicts the search.
    if (came && this.#isUnderstood(page, new Set(asked)) && rest.length === missing.length) {
      habit.prove();
      return this.#setAll(rest, null);
    }
    habit.break();
    return this.#findOtherwise(rest);
  }

  /** Finds what the search missed, now that it is known to be misread. */
  async #findOtherwise(ids: readonly string[]): Promise<void> {
    const { searchOtherwise } = this.#kind;
    if (searchOtherwise && ids.length > 1) {
      const page = await attempt(() => searchOtherwise(ids));
      if (!(page instanceof Error)) this.#add(new Set(ids), page);
      else if (!isRejection(page)) return this.#setAll(ids, page);
    }
    await this.#lookUp(this.#missing(ids));
  }

  async #lookUp(ids: readonly string[]): Promise<void> {
    const { habit, alone } = this.#kind;
    this.alone += ids.length;
    for (const [id, outcome] of await lookUp(ids, alone)) {
      this.#outcomes.set(id, outcome);
      // The search should have found it.
      if (outcome !== null && !(outcome instanceof Error) && !this.#kind.isOutside?.(id)) habit.break();
    }
  }

  /** True if the page has nothing but what was asked for, and all that the portal found. */
  #isUnderstood({ total, things }: IdPage<T>, asked: ReadonlySet<string>): boolean {
    return total === things.length && things.every((thing) => asked.has(this.#kind.idOf(thing)));
  }

  /** Adds the things of a page that were asked for; true if it has nothing else, and all that the portal found. */
  #add(asked: ReadonlySet<string>, { total, things }: IdPage<T>): boolean {
    let isUnderstood = total === things.length;
    for (const thing of things) {
      const id = this.#kind.idOf(thing);
      if (asked.has(id)) this.#outcomes.set(id, thing);
      else isUnderstood = false;
    }
    return isUnderstood;
  }

  #missing(ids: readonly string[]): string[] {
    return ids.filter((id) => !this.#outcomes.has(id));
  }

  #setAll(ids: readonly string[], outcome: null | Error): void {
    for (const id of ids) this.#outcomes.set(id, outcome);
  }
}

/** The id in the middle of others: a portal that heeds only the first of them, or the last, does not find it. */
function around(id: string, others: readonly string[]): string[] {
  const middle = Math.ceil(others.length / 2);
  return [...others.slice(0, middle), id, ...others.slice(middle)];
}
