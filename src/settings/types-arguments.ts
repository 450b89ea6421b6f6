/** What `ods-graphql types …` is asked to do. */
import { UsageError } from './usage-error.ts';

/** A task with the files of types. */
export type TypesTask =
  | { action: 'add'; dataset: string; as: string | undefined }
  | { action: 'list' }
  /** Without names, it is about all types. */
  | { action: 'update' | 'check' | 'remove'; names: readonly string[] };

const ACTIONS =
  'There are add <dataset>, list, update [name…], check [name…] and remove <name…>; see --help.';

/** Reads what stands behind `types`. */
export function readTypesTask(words: readonly string[], as: string | undefined): TypesTask {
  const [action, ...names] = words;
  if (as !== undefined && action !== 'add') throw new UsageError('--as is an option of types add.');
  switch (action) {
    case 'add': {
      const [dataset, another] = names;
      if (dataset === undefined) throw new UsageError('types add needs the identifier of a dataset.');
      // Not repeated: the address may have a credential.
      if (/^https?:/.test(dataset))
        throw new UsageError(
          'types add takes the identifier of a dataset; its portal is given as --url <address>.',
        );
      if (another !== undefined) throw new UsageError('types add takes one dataset at a time.');
      return { action, dataset, as };
    }
    case 'list':
      if (names.length > 0) throw new UsageError('types list takes no names: it lists all types.');
      return { action };
    case 'update':
    case 'check':
      return { action, names };
    case 'remove':
      if (names.length === 0) throw new UsageError('types remove needs the name of a type.');
      return { action, names };
    default:
      throw new UsageError(
        action === undefined
          ? `types needs to know what to do. ${ACTIONS}`
          : `There is no types ${action}. ${ACTIONS}`,
      );
  }
}
