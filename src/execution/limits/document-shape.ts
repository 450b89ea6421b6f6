/** How large an operation is, told from its parsed text in one pass: what the limits of a document are checked against. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Sizes of a document; of several operations the largest one counts. */
export interface DocumentShape {
  /** How deep fields are nested, with their fragments. */
  depth: number;
  /** Aliases, counted as often as their fragments are used. */
  aliases: number;
  /** Directives, counted as often as their fragments are used. */
  directives: number;
  /** Fields of the root type, with their fragments. */
  rootFields: number;
  /** Fields of the longest selection set, with their fragments. */
  widest: number;
  /** Fields in all, counted as often as their fragments are used. */
  fields: number;
  /** Uses of `__schema` and `__type`, and aliases below them. */
  introspections: number;
  /** Operations and fragments that the document defines. */
  definitions: number;
}

/** What a selection set adds up to. */
interface Sums {
  depth: number;
  aliases: number;
  directives: number;
  width: number;
  widest: number;
  fields: number;
  introspections: number;
}

const NOTHING: Sums = {
  depth: 0,
  aliases: 0,
  directives: 0,
  width: 0,
  widest: 0,
  fields: 0,
  introspections: 0,
};

/** Measures a document. It takes as long as the text is: a fragment is measured once, however often it is used. */
export function shapeOf({ definitions }: DocumentNode): DocumentShape {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measure = new Measure(fragments);
  const shape = {
    depth: 0,
    aliases: 0,
    directives: 0,
    rootFields: 0,
    widest: 0,
    fields: 0,
    introspections: 0,
  };
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION)
      continue;
    const sums = measure.set(definition.selectionSet, false);
    const isOperation = definition.kind === Kind.OPERATION_DEFINITION;
    shape.depth = Math.max(shape.depth, sums.depth);
    shape.aliases = Math.max(shape.aliases, sums.aliases);
    shape.directives = Math.max(shape.directives, sums.directives + (definition.directives?.length ?? 0));
    shape.widest = Math.max(shape.widest, sums.widest);
    shape.fields = Math.max(shape.fields, sums.fields);
    shape.introspections = Math.max(shape.introspections, sums.introspections);
    if (isOperation) shape.rootFields = Math.max(shape.rootFields, sums.width);
  }
  return { ...shape, definitions: definitions.length };
}

class Measure {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Null while a fragment is being measured: one that spreads itself is refused by the validation. */
  readonly #known = new Map<string, Sums | null>();

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#fragments = fragments;
  }

  set({ selections }: SelectionSetNode, inIntrospection: boolean): Sums {
    const sums = { ...NOTHING };
    for (const selection of selections) this.#add(sums, this.#selection(selection, inIntrospection));
    sums.widest = Math.max(sums.widest, sums.width);
    return sums;
  }

  #selection(selection: SelectionNode, inIntrospection: boolean): Sums {
    const directives = selection.directives?.length ?? 0;
    if (selection.kind === Kind.FIELD) return this.#field(selection, directives, inIntrospection);
    const below =
      selection.kind === Kind.INLINE_FRAGMENT
        ? this.set(selection.selectionSet, inIntrospection)
        : this.#fragment(selection.name.value, inIntrospection);
    return { ...below, directives: below.directives + directives };
  }

  #field(field: FieldNode, directives: number, inIntrospection: boolean): Sums {
    const name = field.name.value;
    const introspects = name === '__schema' || name === '__type';
    const below = field.selectionSet ? this.set(field.selectionSet, inIntrospection || introspects) : NOTHING;
    const aliases = field.alias ? 1 : 0;
    return {
      depth: below.depth + 1,
      aliases: below.aliases + aliases,
      directives: below.directives + directives,
      width: 1,
      widest: below.widest,
      fields: below.fields + 1,
      introspections: below.introspections + (introspects ? 1 : inIntrospection ? aliases : 0),
    };
  }

  #fragment(name: string, inIntrospection: boolean): Sums {
    const key = `${name} ${inIntrospection}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known ?? NOTHING;
    const fragment = this.#fragments.get(name);
    if (!fragment) return NOTHING;
    this.#known.set(key, null);
    const sums = this.set(fragment.selectionSet, inIntrospection);
    this.#known.set(key, sums);
    return sums;
  }

  #add(sums: Sums, more: Sums): void {
    sums.depth = Math.max(sums.depth, more.depth);
    sums.aliases += more.aliases;
    sums.directives += more.directives;
    sums.width += more.width;
    sums.widest = Math.max(sums.widest, more.widest);
    sums.fields += more.fields;
    sums.introspections += more.introspections;
  }
}
