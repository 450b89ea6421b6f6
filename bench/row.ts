/** What a row is. */

/** Who answers: the floor, the floor from a map, the facade written by hand, and this project. */
export type Side = 'floor' | 'map' | 'by-hand' | 'product';

/** An operation as a side is asked it. */
export interface Operation {
  /** Its text, or that of the variant of this number. */
  query: string | ((variant: number) => string);
  /** The variables of the variant of this number. */
  variables: (variant: number) => Record<string, unknown>;
}

/** The text of an operation's variant. */
export function textOf({ query }: Operation, variant: number): string {
  return typeof query === 'string' ? query : query(variant);
}

/** One line of the result: the same question to several sides. */
export interface Row {
  name: string;
  /** What is asked, in words. */
  asks: string;
  /** The address at the floor of the variant of this number. */
  floor: (variant: number) => string;
  product: Operation;
  byHand?: Operation;
  /** The sides that take part, the one that counts as 1 first. */
  sides: readonly Side[];
  /** The processor time that the product may take at most, where that of the side is 1. */
  targets?: Partial<Record<Side, number>>;
  /** What the product keeps of the portal's answers. */
  keeps: 'nothing' | 'datasets' | 'all';
  /** Different questions that take turns: more than connections, so that no two at a time are the same. */
  variants: number;
  connections: number;
  /** Calls to the portal that one operation makes; none if it is kept. */
  calls: number;
  /** The answer is a file: the product's operation answers with a link to it. */
  isFile?: true;
  /** Settings of the product that the question needs. */
  settings?: Readonly<Record<string, string>>;
  /** Milliseconds that the portal takes. */
  latency?: number;
}

export const CONNECTIONS = 32;
export const VARIANTS = 128;
