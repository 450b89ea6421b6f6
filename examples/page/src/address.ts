/** The state of the page in its address, so that it can be reloaded, shared and gone back from. */
import { useEffect, useState } from 'preact/hooks';

/** Changes to the names and values of an address: a text, several, or none. */
export type Changes = Readonly<Record<string, string | readonly string[] | null>>;

/** Names and values of the address; a name may come several times. */
export interface Address {
  parameters: URLSearchParams;
  /** Changes some of them; `replace` makes no step to go back to. */
  go: (changes: Changes, replace?: boolean) => void;
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
      const query = addressWith(changes);
      history[replace ? 'replaceState' : 'pushState'](null, '', query);
      setSearch(location.search);
    },
  };
}

/** The address of now with some changes, for a link. */
export function addressWith(changes: Changes): string {
  const next = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    for (const one of value === null ? [] : [value].flat()) if (one !== '') next.append(name, one);
  }
  return next.size > 0 ? `?${next}` : location.pathname;
}

/** A click that the page follows itself; with a key held the browser opens the address elsewhere. */
export function isPlain(event: MouseEvent): boolean {
  return !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}
