/**
 * A list in the order in which values were added, each of which can be taken out at once. For lists that live as long as the
 * process, and have values added and taken out for each request: V8 links each table that a Set or Map has outgrown to the next
 * one, so that dead tables among its old objects keep all later ones alive, with what was in them, until all memory is looked
 * through.
 */
export class LinkedList<T> implements Iterable<T> {
  #first: Link<T> | null = null;
  #last: Link<T> | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): T | undefined {
    return this.#first?.value;
  }

  /** Adds a value as the last one, and gives what `remove` takes. */
  add(value: T): Link<T> {
    const link = new Link(value, this, this.#last);
    if (this.#last) this.#last.next = link;
    else this.#first = link;
    this.#last = link;
    this.#size += 1;
    return link;
  }

  /** Takes out the first value. */
  shift(): T | undefined {
    const first = this.#first;
    if (first) this.remove(first);
    return first?.value;
  }

  /** Takes a value out, if it is still there. */
  remove(link: Link<T>): void {
    if (link.list !== this) return;
    const { previous, next } = link;
    if (previous) previous.next = next;
    else this.#first = next;
    if (next) next.previous = previous;
    else this.#last = previous;
    // What is dead must not keep alive what is not.
    link.list = null;
    link.previous = null;
    link.next = null;
    this.#size -= 1;
  }

  /** Values that are taken out meanwhile, other than the one that was given last, may end it early. */
  *[Symbol.iterator](): Generator<T> {
    for (let link = this.#first; link; ) {
      const { next } = link;
      yield link.value;
      link = next;
    }
  }
}

/** The place of a value in a list. */
export class Link<T> {
  readonly value: T;
  /** Null once it was taken out. */
  list: LinkedList<T> | null;
  previous: Link<T> | null;
  next: Link<T> | null = null;

  constructor(value: T, list: LinkedList<T>, previous: Link<T> | null) {
    this.value = value;
    this.list = list;
    this.previous = previous;
  }
}
