/** The limits of an answer: how many values and how many bytes it may have, counted while it is made. */
import { type GraphQLResolveInfo, Kind, type SelectionNode } from 'graphql';
import { LimitError } from '../../loading/limit-error.ts';

/** How many fields an object of an answer may have on average: an operation with more is refused. */
export const VALUES_PER_NODE = 3;

/** Counts the values of one answer by its lists, since nothing else makes an answer long. */
export class AnswerSize {
  readonly #most: number;
  #values = 0;

  constructor(maxNodes: number) {
    this.#most = maxNodes * VALUES_PER_NODE;
  }

  /** Begins anew: each event of a subscription is an answer of its own. */
  reset(): void {
    this.#values = 0;
  }

  /** Counts a list of objects before their fields are read; throws ANSWER_TOO_LARGE if it is too much. */
  count(length: number, info: GraphQLResolveInfo): void {
    this.#values += length * (1 + fieldsBelow(info));
    if (this.#values <= this.#most) return;
    throw new LimitError(
      'ANSWER_TOO_LARGE',
      `The answer would have more than ${this.#most} values (${VALUES_PER_NODE} for each node of MAX_NODES_PER_OPERATION): ask for fewer items, or for fewer fields of each.`,
    );
  }
}

const known = new WeakMap<object, number>();

/** How many fields an operation selects below a field, fragments included. */
function fieldsBelow({ fieldNodes, fragments }: GraphQLResolveInfo): number {
  const [first] = fieldNodes;
  if (!first) return 0;
  const counted = known.get(first);
  if (counted !== undefined) return counted;
  const count = fieldNodes.reduce(
    (sum, { selectionSet }) => sum + fieldsOf(selectionSet?.selections ?? [], fragments),
    0,
  );
  known.set(first, count);
  return count;
}

function fieldsOf(selections: readonly SelectionNode[], fragments: GraphQLResolveInfo['fragments']): number {
  return selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD)
      return sum + fieldsOf(fragments[selection.name.value]?.selectionSet.selections ?? [], fragments);
    const below = fieldsOf(selection.selectionSet?.selections ?? [], fragments);
    return sum + below + (selection.kind === Kind.FIELD ? 1 : 0);
  }, 0);
}

/** About how many bytes an answer is as JSON; refuses one of more than it may have, before it is written. */
export function checkedBytes(result: unknown, maxMb: number): number {
  const most = maxMb * 1024 * 1024;
  const bytes = sizeAsJson(result, most);
  if (bytes <= most) return bytes;
  throw new LimitError(
    'ANSWER_TOO_LARGE',
    `The answer has more than ${maxMb} MB (MAX_ANSWER_MB): ask for fewer items or fields, or use \`export\` or \`downloadRecords\`.`,
  );
}

/**
 * About how many bytes a value takes as JSON. It stops counting beyond `most`; each level has some, so it goes no deeper
 * than that either.
 */
export function sizeAsJson(value: unknown, most: number): number {
  if (!isObject(value)) return sizeOfLeaf(value);
  let size = 0;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && size <= most; index += 1) {
      // Lists of numbers stay what they are, as in `requireShallow`.
      const item = value.at(index);
      size += 1;
      size += isObject(item) ? sizeAsJson(item, most - size) : sizeOfLeaf(item);
    }
  } else {
    for (const key in value) {
      if (size > most) break;
      const member = value[key];
      size += key.length + 4;
      size += isObject(member) ? sizeAsJson(member, most - size) : sizeOfLeaf(member);
    }
  }
  return size + 2;
}

/** By itself, so that the loops above call nothing for what is most of an answer. */
function sizeOfLeaf(value: unknown): number {
  return typeof value === 'string' ? value.length + 2 : 5;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
