/** What helps with the mistakes that are made most: a sentence behind GraphQL's own. */

import { withConditionHint } from './condition-hints.ts';

/** What is part of a filter, and not an argument beside it. */
const IN_FILTER = ['where', 'search', 'q', 'refine', 'exclude', 'near', 'within', 'withinBox'];

/** Arguments of other graphs and of the portal, by what they are called here. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ...IN_FILTER.map((name) => [name, `filter: { ${name}: … }`] as const),
  ['limit', 'first'],
  ['maxPoints', 'first'],
  ['maxPointsPerGroup', 'firstPerGroup'],
  ['rows', 'first'],
  ['sort', 'orderBy'],
  ['order', 'orderBy'],
  ['order_by', 'orderBy'],
  ['start', 'after, with the endCursor of the page before'],
  ['offset', 'after, with the endCursor of the page before'],
  ['skip', 'after, with the endCursor of the page before'],
  ['page', 'after, with the endCursor of the page before'],
  ['dataset', 'datasetId'],
  ['id', 'datasetId or recordId'],
]);

/** A message of GraphQL, with what was probably meant. It names nothing that is not in the message. */
export function withHint(message: string): string {
  const ofCondition = withConditionHint(message);
  if (ofCondition !== null) return ofCondition;
  const hint = hintFor(message);
  // What GraphQL guesses by the letters is not what was meant then.
  return hint === null ? message : `${message.replace(/ Did you mean .*$/, '')} ${hint}`;
}

function hintFor(message: string): string | null {
  const [, field] = /^Cannot query field "(\w{1,100})" on type "Record"\./.exec(message) ?? [];
  if (field !== undefined)
    return `The values of a record are read by the names of their fields: value(field: "${field}").`;
  const [, argument = ''] = /^Unknown argument "(\w{1,100})" on field /.exec(message) ?? [];
  const name = OTHER_NAMES.get(argument);
  return name === undefined ? null : `Here it is ${name}.`;
}
