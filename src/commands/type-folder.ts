/** The folder of types as the command changes it: each file is whole, or as it was before. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../settings/environment.ts';
import type { DatasetType } from '../types/dataset-type.ts';
import { TypeFilesError } from '../types/mistake.ts';
import { MAX_FILE_KB, readTypeFiles } from '../types/type-files.ts';
import { type BaseNames, mistakesBetween, type TypeFile } from '../types/type-set.ts';
import { textOfType } from '../types/type-text.ts';
import { withoutStack } from '../types-folder.ts';

export class TypeFolder {
  readonly path: string;
  readonly #base: BaseNames;

  constructor(path: string, base: BaseNames) {
    this.path = path;
    this.#base = base;
  }

  /** Its types, each with the name of its file; none if it is not there yet. */
  read(): TypeFile[] {
    return withoutStack(() => (existsSync(this.path) ? readTypeFiles(this.path, this.#base) : []));
  }

  /** Throws a ConfigError with what would be wrong if these were its files. */
  check(files: readonly TypeFile[]): void {
    const mistakes = mistakesBetween(files, this.#base);
    if (mistakes.length === 0) return;
    withoutStack(() => {
      throw new TypeFilesError(this.path, mistakes);
    });
  }

  /** Writes a file: under its name only when it is whole, since a server may read it now. */
  write({ file, type }: TypeFile): void {
    const text = textOfType(type);
    if (Buffer.byteLength(text) > MAX_FILE_KB * 1024)
      throw new ConfigError(
        `${file} would have more than the ${MAX_FILE_KB} KB that a file of a type may have.`,
      );
    mkdirSync(this.path, { recursive: true });
    const path = join(this.path, file);
    const draft = join(this.path, `.${file}.${process.pid}`);
    try {
      writeFileSync(draft, text, { flag: 'wx' });
      renameSync(draft, path);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  }

  remove({ file }: TypeFile): void {
    rmSync(join(this.path, file));
  }

  /** Whether there is such a file, of whatever is in it. */
  has(file: string): boolean {
    return existsSync(join(this.path, file));
  }

  /** The type with the place of its JSON schema, which editors read; without one if it is not part of the same project. */
  withSchema(type: DatasetType): DatasetType {
    const schema = fileURLToPath(new URL('../../schema/dataset-type.schema.json', import.meta.url));
    const isNear = schema.startsWith(resolve('.') + sep) && existsSync(schema);
    if (!isNear) return type;
    return { $schema: relative(resolve(this.path), schema).split(sep).join('/'), ...type };
  }
}
