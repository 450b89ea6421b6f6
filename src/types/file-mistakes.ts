/** What zod finds wrong with the file of a type, in the words of its other mistakes. */
import type { z } from 'zod';
import { didYouMean } from '../ods/nearest.ts';
import { listed, shown } from '../ods/text.ts';
import { DatasetType } from './dataset-type.ts';
import type { Mistake } from './mistake.ts';

/** The names of what a file may say. */
const KEYS: readonly string[] = [
  ...Object.keys(DatasetType.shape),
  ...Object.keys(DatasetType.shape.fields.element.shape),
  ...Object.keys(DatasetType.shape.relations.unwrap().valueType.shape),
];

/** The mistakes of one file. */
export function mistakesIn(file: string, error: z.ZodError): Mistake[] {
  return error.issues.map((issue) => ({ file, path: pathOf(issue.path), message: messageOf(issue) }));
}

function pathOf(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += `${text === '' ? '' : '.'}${String(part)}`;
  }
  return text;
}

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const hint = issue.keys.map((key) => didYouMean(key, KEYS)).join('');
      return `says ${listed(issue.keys.map(shown))}, which means nothing here.${hint}`.replace(/[.?]$/, '');
    }
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing: it must be ${article(issue.expected)}`
        : `must be ${article(issue.expected)}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_key':
      return `is no name for a relation: it ${issue.issues[0]?.message ?? 'must be another'}`;
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : 'must have at least one entry';
    default:
      return issue.message;
  }
}

function article(type: string): string {
  if (type === 'string') return 'a text';
  if (type === 'array') return 'a list';
  return type === 'object' || type === 'record' ? 'an object' : `of type ${type}`;
}
