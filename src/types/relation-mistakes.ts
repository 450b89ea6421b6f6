/** What is wrong with the relations of types: those that lead nowhere, and names that clash. */
import { didYouMean } from '../ods/nearest.ts';
import { listed, shown } from '../ods/text.ts';
import type { DatasetType, Relation, TypeField } from './dataset-type.ts';
import type { Mistake } from './mistake.ts';
import { Owners, reservedOrNull } from './owners.ts';
import { isMultivalued } from './type-members.ts';
import type { TypeFile } from './type-set.ts';

/** The mistakes of all relations of these types. */
export function mistakesOfRelations(files: readonly TypeFile[]): Mistake[] {
  const byName = new Map(files.map((one) => [one.type.name, one]));
  // What each type has fields of: its own first, then its relations, then the ways back from others.
  const members = new Map(files.map(({ file, type }) => [type.name, fieldsOf(file, type)]));
  const mistakes: Mistake[] = [];
  const claim = (typeName: string, { file, path }: Omit<Mistake, 'message'>, name: string) => {
    const reserved = reservedOrNull(name);
    const other = members.get(typeName)?.claim(name, `${file}: ${path}`);
    if (reserved !== null) mistakes.push({ file, path, message: reserved });
    else if (other)
      mistakes.push({
        file,
        path,
        message: `would be ${shown(name)} on ${typeName}, and ${other} is that already: choose another name`,
      });
  };
  for (const { file, type } of files)
    for (const name of Object.keys(type.relations ?? {}))
      claim(type.name, { file, path: `relations.${name}` }, name);
  for (const { file, type } of files) {
    for (const [name, relation] of Object.entries(type.relations ?? {})) {
      const path = `relations.${name}`;
      const target = byName.get(relation.to);
      if (target === undefined) {
        const hint = didYouMean(relation.to, byName.keys()).trim();
        const there = `there are ${listed([...byName.keys()])}`;
        const message = `is ${shown(relation.to)}, and there is no such type: ${hint || there}`;
        mistakes.push({ file, path: `${path}.to`, message: message.replace(/\?$/, '') });
        continue;
      }
      mistakes.push(...mistakesOfKeys(file, path, type, target.type, relation));
      mistakes.push(...mistakesOfValue(file, path, target.type, relation));
      if (relation.back !== undefined) claim(relation.to, { file, path: `${path}.back` }, relation.back);
    }
  }
  return mistakes;
}

function fieldsOf(file: string, { fields }: DatasetType): Owners {
  const owners = new Owners();
  for (const [index, { name }] of fields.entries()) owners.claim(name, `${file}: fields[${index}]`);
  return owners;
}

function mistakesOfKeys(
  file: string,
  path: string,
  type: DatasetType,
  target: DatasetType,
  { by }: Relation,
): Mistake[] {
  return Object.entries(by).flatMap(([own, theirs]) => {
    const place = `${path}.by.${own}`;
    const here = fieldNamed(type, own);
    const there = fieldNamed(target, theirs);
    const messages = [
      typeof here === 'string' ? here : notAKey(here, type),
      typeof there === 'string' ? there : notAKey(there, target),
    ].filter((message) => message !== null);
    if (
      typeof here !== 'string' &&
      typeof there !== 'string' &&
      messages.length === 0 &&
      here.type !== there.type
    )
      messages.push(
        `compares ${shown(own)} (${here.type}) with ${shown(theirs)} (${there.type}): both must be text, or both int`,
      );
    return messages.map((message) => ({ file, path: place, message }));
  });
}

/** The field of that name in the graph; a sentence if there is none. */
function fieldNamed({ name: owner, fields }: DatasetType, name: string): TypeField | string {
  const found = fields.find((field) => field.name === name);
  if (found) return found;
  const names = fields.map((field) => field.name);
  const hint = didYouMean(name, names).trim() || `it has ${listed(names)}`;
  return `names ${shown(name)}, and ${owner} has no such field: ${hint}`.replace(/\?$/, '');
}

/** A relation that gives one field of the other type, and no record. */
function mistakesOfValue(
  file: string,
  path: string,
  target: DatasetType,
  { field, back }: Relation,
): Mistake[] {
  if (field === undefined) return [];
  const found = fieldNamed(target, field);
  const mistakes: Mistake[] = [];
  if (typeof found === 'string') mistakes.push({ file, path: `${path}.field`, message: found });
  if (back !== undefined) {
    const message = `is ${shown(back)}, and a relation that gives one field has no way back: leave one of them out`;
    mistakes.push({ file, path: `${path}.back`, message });
  }
  return mistakes;
}

function notAKey(field: TypeField, { name: owner }: DatasetType): string | null {
  if (isMultivalued(field))
    return `names ${shown(field.name)}, which has several values in ${owner}: a key has one`;
  if (field.type === 'text' || field.type === 'int') return null;
  return `names ${shown(field.name)}, which is of type ${field.type} in ${owner}: a key is a text or an int`;
}
