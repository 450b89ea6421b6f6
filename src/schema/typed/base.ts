/** The types of the untyped graph that typed datasets use. */
import {
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
} from 'graphql';

/** Finds types of the untyped graph by their names. */
export class Base {
  readonly #schema: GraphQLSchema;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  object(name: string): GraphQLObjectType {
    return this.#find(name, isObjectType);
  }

  scalar(name: string): GraphQLScalarType {
    return this.#find(name, isScalarType);
  }

  enumeration(name: string): GraphQLEnumType {
    return this.#find(name, isEnumType);
  }

  input(name: string): GraphQLInputObjectType {
    return this.#find(name, isInputObjectType);
  }

  interface(name: string): GraphQLInterfaceType {
    return this.#find(name, isInterfaceType);
  }

  #find<T extends GraphQLNamedType>(name: string, is: (type: unknown) => type is T): T {
    const type = this.#schema.getType(name);
    if (is(type)) return type;
    throw new Error(`The graph has no such type ${name}.`);
  }
}
