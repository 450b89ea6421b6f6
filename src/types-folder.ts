/** Where the types of datasets are, and the types themselves, as the settings say. */
import { existsSync, realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, ConfigError } from './settings/environment.ts';
import type { DatasetType } from './types/dataset-type.ts';
import { TypeFilesError } from './types/mistake.ts';
import { readTypes } from './types/type-files.ts';
import type { BaseNames } from './types/type-set.ts';

/** The folder that is looked for in the working directory. */
const DEFAULT = 'datasets';

/** The value of TYPES that means none. */
const NONE = 'off';

/** The settings of a program with TYPES set to the folder that it means; it is a program embedding the graph that has no default. */
export function withTypesFolder(config: Config): Config {
  if (config.TYPES !== undefined) return config;
  const folder = config.ODS_URL === undefined ? bundledTypes() : ownTypes();
  return folder === undefined ? config : { ...config, TYPES: folder };
}

/** The types of the folder that is set; none if none is. Throws a ConfigError with all that is wrong with them. */
export function typesOf({ TYPES }: Config, base: BaseNames): DatasetType[] {
  if (TYPES === undefined || TYPES === NONE) return [];
  return withoutStack(() => readTypes(TYPES, base));
}

/** The folder that `ods-graphql types` reads and writes. It need not be there yet. */
export function folderToWrite(config: Config): string {
  if (config.TYPES === NONE) throw new ConfigError('TYPES is off: name the folder of types by --folder.');
  if (config.TYPES !== undefined) return config.TYPES;
  if (config.ODS_URL === undefined) return bundledTypes() ?? DEFAULT;
  if (!isBundled(DEFAULT)) return DEFAULT;
  throw new ConfigError(
    `The folder ${DEFAULT} has the types of the embedded portal: name another one for those of ${config.ODS_URL.host} by --folder or TYPES.`,
  );
}

/** The result; what is wrong with files of types becomes a ConfigError, which says what can be set too. */
export function withoutStack<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TypeFilesError)) throw error;
    throw new ConfigError(`${error.message}\nTYPES names another folder, or is off for none.`);
  }
}

/** The types of the embedded portal: a build has put them beside the program, and a clone of the project has them. */
function bundledTypes(): string | undefined {
  const folders = ['datasets/', '../datasets/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const folder = folders.find((path) => existsSync(path));
  return folder && (relative('', folder) || '.');
}

/** The folder of the working directory; those of the embedded portal are of no use to another. */
function ownTypes(): string | undefined {
  return existsSync(DEFAULT) && !isBundled(DEFAULT) ? DEFAULT : undefined;
}

function isBundled(folder: string): boolean {
  const bundled = bundledTypes();
  if (bundled === undefined || !existsSync(folder)) return false;
  return realpathSync(resolve(folder)) === realpathSync(resolve(bundled));
}
