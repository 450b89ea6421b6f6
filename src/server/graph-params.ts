/** What a request over HTTP asks of the graph, as its address or its body says it (GraphQL over HTTP). */
import type { OperationParams } from '../execution/graph-request.ts';
import { HttpError } from './http-error.ts';

/** Reads the address of a GET; throws an error if what must be JSON there is none. */
export function paramsOfAddress(parameters: URLSearchParams): OperationParams {
  return {
    query: parameters.get('query'),
    operationName: parameters.get('operationName'),
    documentId: parameters.get('documentId'),
    variables: jsonOf(parameters.get('variables')),
    extensions: jsonOf(parameters.get('extensions')),
  };
}

function jsonOf(text: string | null): unknown {
  if (text === null || text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('variables and extensions in the address must be JSON objects.');
  }
}

/** Reads a body; the hash of a trusted document may be in the address instead. */
export function paramsOfBody(body: object, parameters: URLSearchParams | null): OperationParams {
  if (Array.isArray(body)) throw badRequest('The body must be one operation: a list of them is not run.');
  const documentId = parameters?.get('documentId') ?? null;
  return documentId === null ? body : { documentId, ...body };
}

function badRequest(message: string): HttpError {
  return new HttpError(400, message, { code: 'BAD_REQUEST' });
}
