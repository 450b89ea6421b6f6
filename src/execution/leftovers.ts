import { hold, letGo } from '../ods/reader.ts';
import type { JsonAnswer } from '../ods/transport/answer.ts';

/**
 * What the answer of an operation was made of, and is of no use once that is written: the portal's answers that nothing keeps,
 * and the lists of the result.
 *
 * It is emptied because V8 would keep it. What waits for the portal while memory is collected twice, promises above all, is
 * among V8's old objects afterwards, and dead ones of these keep alive what they point to, until all memory is looked through.
 * Answers of a thousand records were copied among the old for nothing, and made V8 look through all of it several times a second.
 */
export class Leftovers {
  // Most operations have few of either.
  #answers: JsonAnswer[] | null = null;
  #lists: unknown[][] | null = null;

  /** An answer of the portal that is kept nowhere. Other operations may read it too. */
  readonly addAnswer = (answer: JsonAnswer): void => {
    hold(answer);
    this.#answers ??= [];
    this.#answers.push(answer);
  };

  /** A list that nobody reads but whoever writes the result. */
  addList(list: unknown[]): void {
    this.#lists ??= [];
    this.#lists.push(list);
  }

  /** To be called by whoever has written the result; nobody has to. */
  empty(): void {
    if (this.#lists) for (const list of this.#lists) list.length = 0;
    if (this.#answers) for (const answer of this.#answers) letGo(answer);
    this.#lists = null;
    this.#answers = null;
  }
}
