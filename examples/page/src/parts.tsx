/** The small parts of which the views are made. */
import type { TypedDocumentNode } from '@urql/core';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Answer, graphiqlUrl, sentenceOf } from './graph.ts';

interface PanelProps {
  title: string;
  operation: TypedDocumentNode<unknown, never>;
  variables: object | null;
  answer: Answer<unknown>;
  children: ComponentChildren;
}

/** A part of a view that asks one operation: its heading, a way to the operation, its answer or error. */
export function Panel({ title, operation, variables, answer, children }: PanelProps) {
  const id = `panel-${title.toLowerCase().replace(/\W+/g, '-')}`;
  return (
    <section class="panel" aria-labelledby={id} aria-busy={answer.isLoading}>
      <header>
        <h2 id={id}>{title}</h2>
        {variables && (
          <a class="quiet" href={graphiqlUrl(operation, variables)}>
            Open in GraphiQL<span class="hidden">: {title}</span>
          </a>
        )}
      </header>
      {answer.error && (
        <p class="error" role="alert">
          {sentenceOf(answer.error)}{' '}
          <button type="button" onClick={answer.retry}>
            Try again
          </button>
        </p>
      )}
      {children}
    </section>
  );
}

/** A search box that searches when its user pauses or presses Enter. */
export function Search({
  label,
  value,
  onSearch,
}: {
  label: string;
  value: string;
  onSearch: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(value), [value]);
  const search = (next: string) => {
    clearTimeout(timer.current);
    if (next !== value) onSearch(next);
  };
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search(text);
        }}
      >
        <label>
          <span class="hidden">{label}</span>
          <input
            type="search"
            placeholder={label}
            value={text}
            onInput={({ currentTarget }) => {
              setText(currentTarget.value);
              clearTimeout(timer.current);
              timer.current = setTimeout(search, 300, currentTarget.value);
            }}
          />
        </label>
      </form>
    </search>
  );
}

interface FacetGroup {
  name: string;
  facets: readonly { name: string; path: string; count: number; state: string }[];
}

interface FacetsProps {
  groups: readonly FacetGroup[];
  labels?: ReadonlyMap<string, string>;
  refinements: readonly string[];
  onRefine: (refinements: string[]) => void;
}

/** Facets as check boxes: what is checked is in the filter. */
export function Facets({ groups, labels, refinements, onRefine }: FacetsProps) {
  return (
    <div class="facets">
      {groups
        .filter(({ facets }) => facets.length > 0)
        .map(({ name, facets }) => (
          <fieldset key={name}>
            <legend>{labels?.get(name) ?? name}</legend>
            {facets.map((facet) => {
              const refinement = `${name}:${facet.path}`;
              const isRefined = refinements.includes(refinement);
              return (
                <label key={facet.path}>
                  <input
                    type="checkbox"
                    checked={isRefined}
                    onChange={() =>
                      onRefine(
                        isRefined
                          ? refinements.filter((other) => other !== refinement)
                          : [...refinements, refinement],
                      )
                    }
                  />
                  <span>{facet.name}</span> <small>{numberText(facet.count)}</small>
                </label>
              );
            })}
          </fieldset>
        ))}
    </div>
  );
}

export function numberText(value: number): string {
  return value.toLocaleString('en');
}

export function dateText(value: string | null): string {
  return value === null ? '' : new Date(value).toLocaleDateString('en', { dateStyle: 'medium' });
}
