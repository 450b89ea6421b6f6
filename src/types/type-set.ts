/** What the types of a graph may say of themselves and of one another: names that clash, relations that lead nowhere. */
import { didYouMean } from '../ods/nearest.ts';
import { listed, shown } from '../ods/text.ts';
import type { DatasetType, Relation, TypeField } from './dataset-type.ts';
import type { Mistake } from './mistake.ts';
import { enumNameOf, RESERVED_FIELD_NAMES, singularOf } from './names.ts';

/** A type, and the file that says it. */
export interface TypeFile {
  /** The name of the file in its folder. */
  file: string;
  type: DatasetType;
}

/** The names that the graph has without any type made from data. */
export interface BaseNames {
  /** The names of its types. */
  types: ReadonlySet<string>;
  /** The names of the fields of its queries, mutations and subscriptions. */
  fields: ReadonlySet<string>;
}

/** What the names of the types end with that go with that of a dataset: `CityFilter`, `CityConnection`. */
const TYPE_PARTS: readonly string[] = [
  'Aggregate',
  'Avg',
  'Batch',
  'Connection',
  'Download',
  'Edge',
  'Export',
  'Facet',
  'Facets',
  'Field',
  'Filter',
  'Group',
  'GroupAvg',
  'GroupBy',
  'GroupField',
  'GroupKey',
  'GroupMax',
  'GroupMin',
  'GroupOrder',
  'GroupSum',
  'Groups',
  'Having',
  'HavingAvg',
  'HavingMax',
  'HavingMin',
  'HavingSum',
  'Input',
  'Max',
  'Min',
  'NumberField',
  'Order',
  'OrderField',
  'PushInput',
  'Sum',
];

/** The names of all types that a type of a dataset brings with it, its own first. */
export function typeNamesOf(type: Pick<DatasetType, 'name' | 'plural'>): string[] {
  return [...namesOfOne(type), ...namesOfMany(type)];
}

function namesOfOne({ name }: Pick<DatasetType, 'name'>): string[] {
  return [name, ...TYPE_PARTS.map((part) => name + part)];
}

function namesOfMany({ plural }: Pick<DatasetType, 'plural'>): string[] {
  return ['Input', 'Payload'].map((part) => `Push${capitalized(plural)}${part}`);
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The fields beside a plural's own: `cities` → `downloadCities`. */
const VERBS = ['download', 'push'];

/** What is wrong with these types beside one another, each of which is right by itself. */
export function mistakesBetween(files: readonly TypeFile[], base: BaseNames): Mistake[] {
  const types = clashesOfTypes(files, base);
  // A name that clashes as that of a type would clash as that of a field too, and one word of it is enough.
  const told = new Set(types.map(({ file }) => file));
  const fields = clashesOfRootFields(files, base);
  return [
    ...types,
    ...fields.filter(({ file, path }) => path !== 'name' || !told.has(file)),
    ...clashesOfDatasets(files),
    ...files.flatMap(mistakesOfFields),
    ...mistakesOfRelations(files),
  ];
}

/** Names that are given out once: who has one already is told to whoever asks for it too. */
class Owners {
  readonly #owners = new Map<string, string>();

  has(name: string): boolean {
    return this.#owners.has(name);
  }

  /** Null if it was free; else whose it is. */
  claim(name: string, owner: string): string | null {
    const other = this.#owners.get(name);
    if (other !== undefined) return other;
    this.#owners.set(name, owner);
    return null;
  }
}

function clashesOfTypes(files: readonly TypeFile[], { types: taken }: BaseNames): Mistake[] {
  const owners = new Owners();
  const mistakes: Mistake[] = [];
  for (const { file, type } of files) {
    for (const name of namesOfOne(type)) {
      const other = taken.has(name) ? 'the graph itself' : owners.claim(name, file);
      if (other === null) continue;
      const what = name === type.name ? '' : `, which goes with a type ${name}`;
      mistakes.push({
        file,
        path: 'name',
        message: `is ${shown(type.name)}${what}, and ${other} has that name already: give it another`,
      });
      break;
    }
  }
  for (const { file, type } of files) {
    const name = namesOfMany(type).find((one) => taken.has(one) || owners.has(one));
    if (name === undefined) continue;
    const message = `is ${shown(type.plural)}, which goes with a type ${name}, and there is one already: choose another`;
    mistakes.push({ file, path: 'plural', message });
  }
  return mistakes;
}

function clashesOfRootFields(files: readonly TypeFile[], { fields: taken }: BaseNames): Mistake[] {
  const owners = new Owners();
  const mistakes: Mistake[] = [];
  const claim = (file: string, path: string, name: string, fields: readonly string[]) => {
    for (const field of fields) {
      const other = taken.has(field) ? 'the graph itself' : owners.claim(field, file);
      if (other === null) continue;
      const whose = other === file ? 'the field that looks up one has that name' : `${other} has it already`;
      mistakes.push({
        file,
        path,
        message: `makes a field ${shown(field)} of ${shown(name)}, and ${whose}: choose another`,
      });
      return;
    }
  };
  for (const { file, type } of files) {
    claim(file, 'name', type.name, [singularOf(type.name)]);
    const capital = capitalized(type.plural);
    claim(file, 'plural', type.plural, [type.plural, ...VERBS.map((verb) => verb + capital)]);
  }
  return mistakes;
}

/** A record is of one type: its global id must lead to it. */
function clashesOfDatasets(files: readonly TypeFile[]): Mistake[] {
  const owners = new Owners();
  return files.flatMap(({ file, type }) => {
    const other = owners.claim(type.dataset, file);
    if (other === null) return [];
    const message = `is ${shown(type.dataset)}, which ${other} makes a type of already: a record has one type`;
    return [{ file, path: 'dataset', message }];
  });
}

function mistakesOfFields({ file, type }: TypeFile): Mistake[] {
  const names = new Owners();
  const originals = new Owners();
  return type.fields.flatMap((field, index) => {
    const path = `fields[${index}]`;
    const at = (key: string, message: string | null) =>
      message === null ? [] : [{ file, path: `${path}.${key}`, message }];
    const named = names.claim(enumNameOf(field.name), `${path} (${shown(field.name)})`);
    const read = originals.claim(field.field, path);
    return [
      ...at('name', reservedOrNull(field.name)),
      ...at(
        'name',
        named && `is ${shown(field.name)}, too like the name of ${named}: orders could not tell them`,
      ),
      ...at('field', read && `is ${shown(field.field)}, which ${read} is already`),
      ...at('as', wrongCast(field)),
    ];
  });
}

function reservedOrNull(name: string): string | null {
  if (!RESERVED_FIELD_NAMES.has(name)) return null;
  return `is ${shown(name)}, a name that the graph needs itself: ${shown(`${name}_`)} would do`;
}

function wrongCast(field: TypeField): string | null {
  if (field.as === undefined || (field.type === 'text' && !isMultivalued(field))) return null;
  const what = field.type === 'text' ? 'a text with several values' : `of type ${field.type}`;
  return `is for a text that holds one number, and ${shown(field.field)} is ${what}: leave it out`;
}

/** Whether the values of the field are lists. */
export function isMultivalued({ annotations = [] }: TypeField): boolean {
  return annotations.some(({ name }) => name === 'multivalued');
}

function mistakesOfRelations(files: readonly TypeFile[]): Mistake[] {
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
