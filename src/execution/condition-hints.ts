/** What was probably meant by a condition that has not the form of one. */

/** Tests and combinations of other graphs, by what they are called here. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['and', 'all: [{ … }, { … }]'],
  ['or', 'any: [{ … }, { … }]'],
  ['eq', 'equals'],
  ['is', 'equals'],
  ['ne', 'not: { field: { name: …, equals: … } }'],
  ['neq', 'not: { field: { name: …, equals: … } }'],
  ['nin', 'not: { field: { name: …, in: [ … ] } }'],
  ['gt', 'greaterThan'],
  ['gte', 'atLeast'],
  ['lt', 'lessThan'],
  ['lte', 'atMost'],
  ['between', 'atLeast and atMost together'],
  ['exact', 'equals'],
  ['contains', 'search, which finds words by their beginning'],
  ['like', 'search, which finds words by their beginning'],
  ['matches', 'search, which finds words by their beginning'],
  ['beginsWith', 'startsWith'],
  ['isNotNull', 'isNull: false'],
  ['exists', 'isNull: false'],
  ['field', 'name'],
]);

const SEVERAL =
  'Several conditions are joined by all: [{ … }, { … }] or any: [{ … }, { … }], and several tests on one field are field: { name: …, greaterThan: …, lessThan: … }.';

const UNDEFINED = /^Field "(\w{1,100})" is not defined by type "(Condition|FieldCondition)"\./;

/** The message with what was meant; null if it is about something else. */
export function withConditionHint(message: string): string | null {
  const [told, key = '', type] = UNDEFINED.exec(message) ?? [];
  if (told === undefined)
    return message.includes('"Condition"') && /exactly one key/i.test(message)
      ? `${message} ${SEVERAL}`
      : null;
  const bare = key.replace(/^_/, '');
  const other = OTHER_NAMES.get(bare) ?? OTHER_NAMES.get(bare.toLowerCase());
  // What GraphQL guesses by the letters is not what was meant then.
  if (other !== undefined) return `${told} Here it is ${other}.`;
  // It may be a field, or a test that is misspelt: both are said.
  return type === 'Condition'
    ? `${message} A field of the dataset is tested by its name: field: { name: "${key}", greaterThan: … }.`
    : `${message} The field is named by name, and its tests stand beside that: field: { name: …, greaterThan: … }.`;
}
