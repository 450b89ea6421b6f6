/** The limits of a document: how large the text of an operation may be, whatever its variables are. */
import type { DocumentNode } from 'graphql';
import { LimitError } from '../../loading/limit-error.ts';
import { type DocumentShape, shapeOf } from './document-shape.ts';

/** How large a document may be; each is the setting of the same name in capitals. */
export interface DocumentLimits {
  maxOperationKb: number;
  maxTokens: number;
  maxDepth: number;
  maxAliases: number;
  maxRootFields: number;
  maxDirectives: number;
  /** False refuses `__schema` and `__type`. */
  introspection: boolean;
}

/**
 * Fields in one selection set. The validation compares those of one name pair by pair, so that the time which it takes
 * grows with their square.
 */
const MAX_FIELDS_OF_SELECTION = 600;

/** Fields in one operation, its fragments unfolded: each is looked at before the operation is run. */
const MAX_FIELDS = 10_000;

/** Operations and fragments in one document: the validation follows each from each. */
const MAX_DEFINITIONS = 200;

/** Uses of `__schema` and `__type`, and aliases below them: a whole schema is some 100 KB of answer. */
const MAX_INTROSPECTIONS = 10;

interface ShapeLimit {
  /** What is counted, as the error says it. */
  what: string;
  count: (shape: DocumentShape) => number;
  most: (limits: DocumentLimits) => number;
  /** The setting behind the limit; undefined if the limit is fixed. */
  setting?: string;
}

const SHAPE_LIMITS: readonly ShapeLimit[] = [
  {
    what: 'levels of fields',
    count: ({ depth }) => depth,
    most: ({ maxDepth }) => maxDepth,
    setting: 'MAX_DEPTH',
  },
  {
    what: 'aliases',
    count: ({ aliases }) => aliases,
    most: ({ maxAliases }) => maxAliases,
    setting: 'MAX_ALIASES',
  },
  {
    what: 'fields at its root',
    count: ({ rootFields }) => rootFields,
    most: ({ maxRootFields }) => maxRootFields,
    setting: 'MAX_ROOT_FIELDS',
  },
  {
    what: 'directives',
    count: ({ directives }) => directives,
    most: ({ maxDirectives }) => maxDirectives,
    setting: 'MAX_DIRECTIVES',
  },
  { what: 'fields in one selection', count: ({ widest }) => widest, most: () => MAX_FIELDS_OF_SELECTION },
  { what: 'fields', count: ({ fields }) => fields, most: () => MAX_FIELDS },
  { what: 'operations and fragments', count: ({ definitions }) => definitions, most: () => MAX_DEFINITIONS },
  {
    what: 'uses of introspection',
    count: ({ introspections }) => introspections,
    most: () => MAX_INTROSPECTIONS,
  },
];

/** Refuses a text that is too long to be parsed at all. */
export function checkText(text: string, { maxOperationKb }: DocumentLimits): void {
  if (text.length <= maxOperationKb * 1024) return;
  throw new LimitError(
    'OPERATION_TOO_LARGE',
    `The text of the operation is longer than ${maxOperationKb} KB (MAX_OPERATION_KB): give large values, such as records to push, as variables.`,
  );
}

/** Refuses a document before it is validated, since some rules of the validation take long over a large one. */
export function checkDocument(document: DocumentNode, limits: DocumentLimits): void {
  const shape = shapeOf(document);
  for (const { what, count, most, setting } of SHAPE_LIMITS) {
    if (count(shape) <= most(limits)) continue;
    const named = setting === undefined ? '' : ` (${setting})`;
    throw new LimitError(
      'OPERATION_TOO_LARGE',
      `The operation has ${count(shape)} ${what}, and one may have ${most(limits)}${named}: ask in several operations.`,
    );
  }
}
