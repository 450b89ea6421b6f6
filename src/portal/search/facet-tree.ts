/** Makes the tree of a facet group from the counts of its values. */
import type { FacetCounts } from './facet-counts.ts';

export interface Facet {
  name: string;
  path: string;
  count: number;
  state: 'displayed' | 'refined' | 'excluded';
  facets?: Facet[];
}

export interface FacetTreeOptions {
  /** The text between the levels of a path; null if the facet is flat. */
  separator: string | null;
  refined: ReadonlySet<string>;
  excluded: ReadonlySet<string>;
  /** `count`, `alphanum` or `num`; with `-` before it, descending. */
  order: string;
}

/** The real portals never show more values of one level. */
const longest = 100;

/** The first level of a facet, and the levels that lead to a refined value and to its children. */
export function facetTree(counts: FacetCounts, options: FacetTreeOptions): Facet[] {
  const children = groupByParent(counts, options.separator);
  const opened = openedPaths(counts, options);
  const level = (parent: string): Facet[] => {
    const facets = (children.get(parent) ?? []).map((path): Facet => {
      const below = opened.has(path) ? level(path) : [];
      return {
        name: nameOf(path, options.separator),
        path,
        count: counts.get(path) ?? 0,
        state: stateOf(path, options),
        ...(below.length > 0 ? { facets: below } : {}),
      };
    });
    return cut(facets.sort(comparison(options.order)), opened);
  };
  return level('');
}

function groupByParent(counts: FacetCounts, separator: string | null): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const path of counts.keys()) {
    const end = separator === null ? -1 : path.lastIndexOf(separator);
    const parent = end > 0 ? path.slice(0, end) : '';
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [path]);
    else siblings.push(path);
  }
  return children;
}

/** The paths whose children are shown: the refined ones and their ancestors. */
function openedPaths(counts: FacetCounts, { refined, separator }: FacetTreeOptions): ReadonlySet<string> {
  const opened = new Set(refined);
  if (separator === null) return opened;
  // A caller may refine by a path of any length; longer ones than the records have are never shown.
  const longestPath = counts.keys().reduce((longest, path) => Math.max(longest, path.length), 0);
  for (const path of refined) {
    for (
      let end = path.lastIndexOf(separator, longestPath);
      end > 0;
      end = path.lastIndexOf(separator, end - 1)
    ) {
      opened.add(path.slice(0, end));
    }
  }
  return opened;
}

const nameOf = (path: string, separator: string | null): string =>
  separator === null ? path : path.slice(path.lastIndexOf(separator) + separator.length);

function stateOf(path: string, { refined, excluded }: FacetTreeOptions): Facet['state'] {
  if (refined.has(path)) return 'refined';
  return excluded.has(path) ? 'excluded' : 'displayed';
}

/** The first hundred, and all that the caller has refined or excluded. */
function cut(facets: Facet[], opened: ReadonlySet<string>): Facet[] {
  return facets.filter(
    (facet, index) => index < longest || facet.state !== 'displayed' || opened.has(facet.path),
  );
}

const collator = new Intl.Collator('en');

const comparisons: Record<string, (a: Facet, b: Facet) => number> = {
  count: (a, b) => a.count - b.count,
  alphanum: (a, b) => collator.compare(a.name, b.name),
  num: (a, b) => Number(a.name) - Number(b.name) || 0,
};

/** Equal facets are ordered by name, so that each answer is the same. */
function comparison(order: string): (a: Facet, b: Facet) => number {
  const isDescending = order.startsWith('-');
  const compare = comparisons[isDescending ? order.slice(1) : order] ?? comparisons.count;
  return (a, b) => (isDescending ? -1 : 1) * (compare?.(a, b) ?? 0) || collator.compare(a.name, b.name);
}
