/** The folder of types: a JSON file for each dataset that is a type of the graph. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { shown } from '../ods/text.ts';
import { DatasetType } from './dataset-type.ts';
import { mistakesIn } from './file-mistakes.ts';
import { type Mistake, TypeFilesError } from './mistake.ts';
import { type BaseNames, mistakesBetween, type TypeFile } from './type-set.ts';

/** More than any portal has datasets worth a type, and few enough to be read at each start. */
const MAX_FILES = 1000;

/** A dataset of a thousand fields, each with a page of description, has less. */
export const MAX_FILE_KB = 1024;

/**
 * Reads the types of a folder: its files `*.json`, in the order of their names. Throws a TypeFilesError with every
 * mistake in them, also in what they say of one another and of the names of the graph that are there without them.
 */
export function readTypes(folder: string, base: BaseNames): DatasetType[] {
  return readTypeFiles(folder, base).map(({ type }) => type);
}

/** As `readTypes`, each type with the name of its file. */
export function readTypeFiles(folder: string, base: BaseNames): TypeFile[] {
  const files: TypeFile[] = [];
  const mistakes: Mistake[] = [];
  for (const file of filesOf(folder)) {
    const read = readTypeFile(folder, file);
    if (Array.isArray(read)) mistakes.push(...read);
    else files.push({ file, type: read });
  }
  // What files say of one another can only be told if each of them can be read.
  if (mistakes.length === 0) mistakes.push(...mistakesBetween(files, base));
  if (mistakes.length > 0) throw new TypeFilesError(folder, mistakes);
  return files;
}

function filesOf(folder: string): string[] {
  const names = namesIn(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  if (names.length <= MAX_FILES) return names.sort();
  throw new TypeFilesError(folder, [
    { file: folder, path: '', message: `has ${names.length} files *.json; it may have ${MAX_FILES}` },
  ]);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new TypeFilesError(folder, [
      { file: folder, path: '', message: `is no folder that can be read (${codeOf(error)})` },
    ]);
  }
}

/** The type that the file says; what is wrong with it if it says none. */
function readTypeFile(folder: string, file: string): DatasetType | Mistake[] {
  const text = textOf(join(folder, file));
  if (typeof text !== 'string') return [{ file, path: '', message: text.mistake }];
  const json = jsonOf(text);
  if ('mistake' in json) return [{ file, path: '', message: json.mistake }];
  const result = DatasetType.safeParse(json.value, { reportInput: true });
  return result.success ? result.data : mistakesIn(file, result.error);
}

function textOf(path: string): string | { mistake: string } {
  try {
    const stats = statSync(path);
    // A pipe would be waited for without end.
    if (!stats.isFile()) return { mistake: 'must be a file: it is a folder, or something else' };
    if (stats.size > MAX_FILE_KB * 1024)
      return { mistake: `has ${stats.size} bytes; it may have ${MAX_FILE_KB} KB` };
    return readFileSync(path, 'utf8');
  } catch (error) {
    return { mistake: `cannot be read (${codeOf(error)})` };
  }
}

function jsonOf(text: string): { value: unknown } | { mistake: string } {
  try {
    // Some editors begin a file with a byte order mark.
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { mistake: `is no JSON: ${error instanceof Error ? shown(error.message) : 'it cannot be read'}` };
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
