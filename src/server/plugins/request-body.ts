import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { HttpError } from '../http-error.ts';

const bodies = new WeakMap<Request, GraphQLParams>();

/** What the specification of GraphQL over HTTP says of a body. */
const TYPES: Readonly<Record<string, 'string' | 'object'>> = {
  query: 'string',
  operationName: 'string',
  variables: 'object',
  extensions: 'object',
};

/** Hands on the body of a request, which was read before Yoga is asked. */
export function keepBody(request: Request, json: object): void {
  if (Array.isArray(json)) throw badRequest('The body must be one operation: a list of them is not run.');
  // Null means the same as nothing: clients write it for what they do not give.
  const params: object = Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
  if (isOperationRequest(params)) bodies.set(request, params);
}

/** Yoga would read it without the limits of this server, and in any form that a page of another site can send. */
export function useRequestBody(): Plugin {
  return {
    onRequestParse({ request, setRequestParser }) {
      const params = bodies.get(request);
      if (params) setRequestParser(() => params);
    },
  };
}

/** True, or an error that says which part is of the wrong type. */
function isOperationRequest(json: object): json is GraphQLParams {
  for (const [name, type] of Object.entries(TYPES)) {
    const value: unknown = Reflect.get(json, name);
    if (value === undefined || (typeof value === type && !Array.isArray(value))) continue;
    throw badRequest(`"${name}" in the body must be ${type === 'string' ? 'a string' : 'an object'}.`);
  }
  return true;
}

function badRequest(message: string): HttpError {
  return new HttpError(400, message, { code: 'BAD_REQUEST' });
}
