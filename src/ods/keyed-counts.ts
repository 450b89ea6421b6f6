/**
 * Counts by key what is under way. A key with nothing under way is forgotten if there are many; a few stay, since they come
 * again, and a Map that forgets each and learns it again is made anew for every turn: see `LinkedList` for what that costs.
 */
export class KeyedCounts {
  readonly #counts = new Map<string, number>();

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  begin(key: string): void {
    this.#counts.set(key, this.of(key) + 1);
  }

  end(key: string): void {
    const left = this.of(key) - 1;
    if (left > 0 || this.#counts.size <= FEW) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}

/** So many keys may have nothing under way. */
const FEW = 100;
