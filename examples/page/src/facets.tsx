/** Facets as check boxes: of what is checked in one, records may have any. A phone shows them when it is asked to. */
import { isWide, numberText } from './parts.tsx';

export interface FacetGroup {
  name: string;
  facets: readonly { name: string; path: string; count: number; state: string }[];
}

/** So many values of a facet are seen at once. */
const SHOWN = 6;

interface FacetsProps {
  groups: readonly FacetGroup[];
  labels?: ReadonlyMap<string, string>;
  refinements: readonly string[];
  onToggle: (facet: string, path: string) => void;
}

export function Facets({ groups, labels, refinements, onToggle }: FacetsProps) {
  const filled = groups.filter(({ facets }) => facets.length > 0);
  if (filled.length === 0) return null;
  return (
    <details class="facets" open={isWide()}>
      <summary>
        Filter by{' '}
        {filled
          .map(({ name }) => (labels?.get(name) ?? name).toLowerCase())
          .slice(0, 3)
          .join(', ')}
      </summary>
      {filled.map((group) => (
        <Group
          key={group.name}
          group={group}
          legend={labels?.get(group.name) ?? group.name}
          refinements={refinements}
          onToggle={onToggle}
        />
      ))}
    </details>
  );
}

function Group({
  group: { name, facets },
  legend,
  refinements,
  onToggle,
}: { group: FacetGroup; legend: string } & Pick<FacetsProps, 'refinements' | 'onToggle'>) {
  const isChecked = (path: string) => refinements.includes(`${name}:${path}`);
  // What is checked can always be seen.
  const first = facets.filter(({ path }, index) => index < SHOWN || isChecked(path));
  const rest = facets.filter((facet) => !first.includes(facet));
  const boxes = (some: FacetGroup['facets']) =>
    some.map((facet) => (
      <label key={facet.path}>
        <input type="checkbox" checked={isChecked(facet.path)} onChange={() => onToggle(name, facet.path)} />
        <span>{facet.name}</span> <small>{numberText(facet.count)}</small>
      </label>
    ));
  return (
    <fieldset>
      <legend>{legend}</legend>
      {boxes(first)}
      {rest.length > 0 && (
        <details>
          <summary>
            {numberText(rest.length)} more<span class="hidden"> of {legend}</span>
          </summary>
          {boxes(rest)}
        </details>
      )}
    </fieldset>
  );
}
