/** What the types of a graph may say of themselves and of one another: names that clash, relations that lead nowhere. */
import { shown } from '../ods/text.ts';
import type { DatasetType, TypeField } from './dataset-type.ts';
import type { Mistake } from './mistake.ts';
import { capitalized, enumNameOf, singularOf } from './names.ts';
import { Owners, reservedOrNull } from './owners.ts';
import { mistakesOfRelations } from './relation-mistakes.ts';
import { isMultivalued } from './type-members.ts';

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

function wrongCast(field: TypeField): string | null {
  if (field.as === undefined || (field.type === 'text' && !isMultivalued(field))) return null;
  const what = field.type === 'text' ? 'a text with several values' : `of type ${field.type}`;
  return `is for a text that holds one number, and ${shown(field.field)} is ${what}: leave it out`;
}
