/** The state of the page in its address, so that it can be reloaded, shared and gone back from. */
import { useEffect, useState } from 'preact/hooks';

/** Names and values of the address; a name may come several times. */
export interface Address {
  parameters: URLSearchParams;
  /** Changes some of them: a text, several, or none; `replace` makes no step to go back to. */
  go: (changes: Readonly<Record<string, string | readonly string[] | null>>, replace?: boolean) => void;
}

export function useAddress(): Address {
  const [search, setSearch] = useState(location.search);
  useEffect(() => {
    const read = () => setSearch(location.search);
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, []);
  return {
    parameters: new URLSearchParams(search),
    go(changes, replace = false) {
      const next = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(changes)) {
        next.delete(name);
        for (const one of value === null ? [] : [value].flat()) if (one !== '') next.append(name, one);
      }
      const query = next.size > 0 ? `?${next}` : location.pathname;
      history[replace ? 'replaceState' : 'pushState'](null, '', query);
      setSearch(location.search);
    },
  };
}

/** The facet values of the address (`facet:path`), as a filter refines by them. */
export function refinementsOf(parameters: URLSearchParams): { facet: string; values: string[] }[] {
  const byFacet = Map.groupBy(
    parameters.getAll('refine').map((text) => {
      const at = text.indexOf(':');
      return { facet: text.slice(0, at), value: text.slice(at + 1) };
    }),
    ({ facet }) => facet,
  );
  return [...byFacet].map(([facet, list]) => ({ facet, values: list.map(({ value }) => value) }));
}
