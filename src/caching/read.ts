/** What a read call is to those who share and keep its answer. */
import { hash } from 'node:crypto';
import type { Parameter } from '../ods/parameter.ts';
import type { Call } from '../ods/transport/call.ts';
import type { Credential } from '../ods/transport/credential.ts';

/** What an answer tells of, which decides how long it is good for. */
export type ReadKind = 'dataset' | 'records' | 'analysis';

export interface Read {
  /** Two reads are the same when this is: a digest, so that nothing can be read from it. */
  readonly key: string;
  readonly kind: ReadKind;
  /** The dataset whose changes make the answer out of date, or CATALOG for the changes of any. */
  readonly topic: string;
}

/** The topic of answers about many datasets. No dataset has this id. */
export const CATALOG = '*';

/**
 * May share an answer: calls of the same API with the same parameters, at the same portal, by the same credential.
 * Parameters of different names may come in any order; those of one name are a list, and their order counts.
 */
export function readOf(portal: URL, credential: Credential, { path, parameters, datasetId }: Call): Read {
  const sorted = parameters.toSorted(byName);
  return {
    key: hash('sha256', JSON.stringify([portal.href, credential.id, path, sorted]), 'base64url'),
    kind: kindOf(path),
    topic: datasetId ?? CATALOG,
  };
}

function byName([a]: Parameter, [b]: Parameter): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function kindOf(path: string): ReadKind {
  if (/^\/api\/records\/1\.0\/(analyze|geocluster|boundingbox)\//.test(path)) return 'analysis';
  if (/^\/api\/datasets\/1\.0\/(search|[^/]+)\/$/.test(path)) return 'dataset';
  return 'records';
}
