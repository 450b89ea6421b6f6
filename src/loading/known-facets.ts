import { badInput } from '../ods/errors.ts';
import { shown } from '../ods/text.ts';

/**
 * A metadata template's facet cannot be checked before the call, and a portal ignores one that it does not know: it
 * would answer with the whole catalog. One that it does know comes back among the facet groups, asked or not.
 */
export function requireKnownFacets(refined: readonly string[], answered: ReadonlySet<string>): void {
  const ignored = refined.find((facet) => facet.includes('.') && !answered.has(facet));
  if (ignored !== undefined)
    throw badInput('filter.refine', `the portal's catalog has no facet ${shown(ignored)}.`);
}
