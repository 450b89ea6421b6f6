/** A hash of what a database is built from. The next start builds it again if the hash has changed. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { DatasetDefinition } from '../dataset-definition.ts';

/** Raise this number when the tables are laid out or filled in another way. */
const schemaVersion = 3;

/**
 * A hash of the definitions without their records, of the code beside them that makes the records, and of the layout.
 * The records come from packages, and the metadata of a definition name their versions.
 */
export function fingerprintOf(definitions: readonly DatasetDefinition[], module: URL): string {
  const hash = createHash('sha256').update(String(schemaVersion)).update(JSON.stringify(definitions));
  if (module.protocol === 'file:') {
    const folder = new URL('.', module);
    const sources = readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isFile() && /\.[jt]s$/.test(entry.name),
    );
    for (const { name } of sources.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      hash.update(name).update(readFileSync(new URL(name, folder)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
