/** Texts of every kind, the same in each run: whatever may lie in a portal. */
import fc from 'fast-check';
import type { DatasetDefinition } from '../../../src/portal/dataset-definition.ts';
import { metasOf } from '../fixtures/metas.ts';

/** What means something to the query language, to SQL, to FTS5 or to HTTP. */
export const marks = [
  ...[
    '"',
    "'",
    '\\',
    '\\"',
    "\\'",
    '(',
    ')',
    '[',
    ']',
    '#',
    ':',
    '=',
    '==',
    '>',
    '<',
    '>=',
    ',',
    '.',
    '*',
    '?',
  ],
  ...[
    'AND',
    'OR',
    'NOT',
    'TO',
    'NEAR',
    'and',
    '%',
    '_',
    ';',
    '--',
    '/*',
    '^',
    '+',
    '-',
    '{',
    '}',
    '&',
    '%00',
  ],
  ...[
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\0',
    '\u00a0',
    '\u2028',
    '\uFEFF',
    '\u0301',
    '\u200d',
    'é',
    'İ',
    'ß',
    '日本',
    '😀',
    '𝒳',
  ],
  ...['a', 'B', '0', '12', '-1.5', 'value', 'value:', '#now()', '#exact(', '1e5', '2024-01-01', '//'],
];

const text = fc.oneof(
  fc.array(fc.constantFrom(...marks), { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

export const texts: readonly string[] = fc.sample(text, { numRuns: 1_500, seed: 4 });

export const datasets: readonly DatasetDefinition[] = [
  {
    datasetid: 'texts',
    metas: metasOf('Texts'),
    fields: [
      { name: 'number', label: 'Number', type: 'int' },
      { name: 'value', label: 'Value', type: 'text' },
    ],
    visibility: 'domain',
    records: () => texts.map((value, number) => ({ number, value })),
  },
];
