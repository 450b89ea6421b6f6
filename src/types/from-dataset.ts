/** A dataset of the portal as the file of a type: made anew, or brought up to date with what is there by hand kept. */
import type { Dataset } from '../ods/dataset.ts';
import type { Field, FieldAnnotation } from '../ods/field.ts';
import { bounded } from '../ods/text.ts';
import type { DatasetType, TypeField } from './dataset-type.ts';
import { FieldNames, pascalCase } from './names.ts';
import { plainText } from './plain-text.ts';
import { pluralOf } from './plural.ts';
import { isMultivalued } from './type-members.ts';

/** Descriptions become part of the schema, which clients load whole. */
const MAX_DESCRIPTION = 2000;
const MAX_LABEL = 200;

/** The type of a dataset. `name`: what it is called, if not after the id of the dataset. */
export function typeFromDataset(dataset: Dataset, name = pascalCase(dataset.datasetId)): DatasetType {
  const names = new FieldNames();
  return {
    dataset: dataset.datasetId,
    name,
    plural: pluralOf(name),
    ...describedBy(dataset),
    fields: [...dataset.fields].map((field) => typeField(names.give(field.name), field)),
  };
}

/**
 * The type as the portal describes its dataset now. What is there by hand stays: names, casts, hidden fields, relations.
 * A field that is gone stays too, marked as gone; a new one is added behind the others. `taken`: names that other
 * members of the type have, such as the ways back from others.
 */
export function updatedType(type: DatasetType, dataset: Dataset, taken: Iterable<string> = []): DatasetType {
  const { title, description, license, attributions, fields, ...kept } = type;
  const names = new FieldNames([
    ...fields.map(({ name }) => name),
    ...Object.keys(type.relations ?? {}),
    ...taken,
  ]);
  const known = new Set(fields.map(({ field }) => field));
  const added = [...dataset.fields].filter(({ name }) => !known.has(name));
  return {
    ...kept,
    ...describedBy(dataset),
    fields: [
      ...fields.map((field) => updatedField(field, dataset.fields.get(field.field))),
      ...added.map((field) => typeField(names.give(field.name), field)),
    ],
  };
}

/** What the portal says of the dataset as a whole. */
function describedBy(dataset: Dataset): Partial<DatasetType> {
  const description = descriptionOf(dataset.description);
  const license = labelOf(dataset.license);
  const attributions = dataset.attributions.map((text) => labelOf(text)).filter((text) => text !== undefined);
  return {
    title: labelOf(dataset.title) ?? dataset.datasetId,
    ...(description !== undefined && { description }),
    ...(license !== undefined && { license }),
    ...(attributions.length > 0 && { attributions }),
  };
}

function updatedField({ gone: _, ...field }: TypeField, now: Field | undefined): TypeField {
  if (now === undefined) return { ...field, gone: true };
  const updated = { ...typeField(field.name, now), ...(field.hidden && { hidden: field.hidden }) };
  // Only a text with one number can be given as a number: what is none any more has its own type.
  const canCast = updated.type === 'text' && !isMultivalued(updated);
  return field.as !== undefined && canCast ? { ...updated, as: field.as } : updated;
}

function typeField(name: string, field: Field): TypeField {
  const label = labelOf(field.label);
  const description = descriptionOf(field.description);
  const annotations = field.annotations.filter((annotation) => annotation.name !== 'unit');
  const unit = unitOf(field.annotations);
  return {
    name,
    field: field.name,
    type: field.rawType || 'text',
    ...(label !== undefined && label !== field.name && { label }),
    ...(description !== undefined && { description }),
    ...(unit !== undefined && { unit }),
    ...(annotations.length > 0 && { annotations }),
  };
}

function unitOf(annotations: readonly FieldAnnotation[]): string | undefined {
  return labelOf(annotations.find(({ name }) => name === 'unit')?.args[0] ?? null);
}

function labelOf(text: string | null): string | undefined {
  const line = bounded((text ?? '').toWellFormed().replace(/\s+/g, ' ').trim(), MAX_LABEL);
  return line === '' ? undefined : line;
}

function descriptionOf(html: string | null): string | undefined {
  const text = bounded(plainText(html ?? ''), MAX_DESCRIPTION);
  return text === '' ? undefined : text;
}
