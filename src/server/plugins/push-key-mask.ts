import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** GraphQL repeats an input that does not fit, and with it the push key that may be in it: here it is taken out. */
export function usePushKeyMask(): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || Symbol.asyncIterator in result || !result.errors) return;
      setResult({ ...result, errors: result.errors.map(masked) });
    },
  };
}

function masked(error: GraphQLError): GraphQLError {
  const message = withoutPushKey(error.message);
  if (message === error.message) return error;
  const { nodes = null, source = null, positions = null, path = null, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}

/** A value as GraphQL prints it: a text, a list or an object to its last bracket, or a word. */
const VALUE = /"(?:[^"\\]|\\.)*"|\[.*\]|\{.*\}|[^\s,}]+/.source;

function withoutPushKey(message: string): string {
  return message
    .replace(/(String cannot represent a non string value): .*/s, '$1.')
    .replace(/invalid value .* at "([^"]*\bpushKey)"/s, 'invalid value (not shown) at "$1"')
    .replace(new RegExp(`\\bpushKey: (?:${VALUE})`, 'gs'), 'pushKey: (not shown)');
}
