/**
 * What a field or a type says of itself beside its shape: what it costs, how fresh it is, how long its list is, and
 * what gateways are told of it. It stands in the `extensions` of the schema, with the field, and nowhere else.
 */
import type { CostFunction } from './cost.ts';

/**
 * What an answer is made of, which decides how long it is good for: the kinds of the portal's answers, and `caller` for
 * what is the caller's own or never the same again.
 */
export type Freshness = 'dataset' | 'records' | 'analysis' | 'caller';

/** What a field says of itself. */
export type FieldAnnotations = {
  /** What a use of the field costs in calls. Every field that loads has one. */
  cost?: CostFunction;
  /** Its weight for gateways, which cannot count calls: CALL_WEIGHT if it may make a call of its own. */
  weight?: number;
  /** What it is made of; what its parent is made of if it is left out. */
  freshness?: Freshness;
  /** A common length of a list that no argument bounds, or `page` for a connection. */
  listSize?: number | 'page';
  /** A group of fields that a gateway may want to leave out of the graph that it shows (contracts). */
  tag?: 'relay' | 'push' | 'operations';
};

/** What an object type says of itself. */
export type TypeAnnotations = {
  freshness?: Freshness;
  /** The fields by which a gateway asks for it: `datasetId recordId`. */
  key?: string;
  /** True if other subgraphs may have the type too. */
  shareable?: true;
};

/** The weight of a call to the portal for gateways, if what comes along with another call weighs 1. */
export const CALL_WEIGHT = 10;

/** A list whose length is not said is taken to have so many items. */
export const USUAL_LIST_SIZE = 10;

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> extends FieldAnnotations {}
  interface GraphQLObjectTypeExtensions<_TSource, _TContext> extends TypeAnnotations {}
}

/** The annotations of a field, for its `extensions`. */
export const annotate = (annotations: FieldAnnotations): FieldAnnotations => annotations;

/** The annotations of an object type, for its `extensions`. */
export const annotateType = (annotations: TypeAnnotations): TypeAnnotations => annotations;
