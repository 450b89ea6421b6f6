/**
 * What a field or a type says of itself beside its shape: what it costs, how fresh it is, how long its list is, and
 * what gateways are told about it. It is written in the `extensions` of the field or type, and nowhere else.
 */
import type { GraphQLSchema } from 'graphql';
import type { CostFunction } from './cost.ts';
import type { TypedDataset } from './typed/typed-dataset.ts';

/**
 * What an answer is made of, which decides how long it may be kept: the kinds of the portal's answers, and `caller` for
 * what belongs to the caller alone or is different each time.
 */
export type Freshness = 'dataset' | 'records' | 'analysis' | 'caller';

/** What a field says of itself. */
export type FieldAnnotations = {
  /** What a use of the field costs in calls. Every field that loads has one. */
  cost?: CostFunction;
  /** Its weight for gateways, which cannot count calls. It is CALL_WEIGHT if the field may make a call of its own. */
  weight?: number;
  /** What it is made of. If this is left out, it is what its parent is made of. */
  freshness?: Freshness;
  /** A usual length of a list that no argument bounds, or `page` for a connection. */
  listSize?: number | 'page';
  /** True if it sends a download: an operation that subscribes to it counts as a download, and not as a subscription. */
  isDownload?: true;
  /** False if its resolver does not read where in the operation it is called. It is found out when the schema is made. */
  readsInfo?: boolean;
  /** The name at the portal of a field that was made from the data. */
  portalName?: string;
  /** A group of fields that a gateway may want to leave out of the graph that it shows (contracts). */
  tag?: 'relay' | 'push' | 'operations';
};

/** What an object type says of itself. */
export type TypeAnnotations = {
  freshness?: Freshness;
  /** The fields by which a gateway asks for it: `datasetId recordId`. */
  key?: string;
  /** The dataset that its objects are records of, if that has a type of its own. */
  typed?: TypedDataset;
  /** True if other subgraphs may have the type too. */
  shareable?: true;
};

/** The weight of a call to the portal for gateways. What comes with another call weighs 1. */
export const CALL_WEIGHT = 10;

/** How many items a list is assumed to have if nothing says its length. */
export const USUAL_LIST_SIZE = 10;

declare module 'graphql' {
  interface GraphQLSchemaExtensions {
    /** The schema as introspection shows it, if that is another one. */
    shown?: GraphQLSchema;
  }
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> extends FieldAnnotations {}
  interface GraphQLObjectTypeExtensions<_TSource, _TContext> extends TypeAnnotations {}
}

/** The annotations of a field, for its `extensions`. */
export const annotate = (annotations: FieldAnnotations): FieldAnnotations => annotations;

/** The annotations of an object type, for its `extensions`. */
export const annotateType = (annotations: TypeAnnotations): TypeAnnotations => annotations;
