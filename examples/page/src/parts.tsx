/** The small parts of which the views are made. */
import type { CombinedError } from '@urql/core';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Changes } from './address.ts';
import { type Answer, sentenceOf } from './graph.ts';
import type { Chip } from './selection.ts';

/** A part of a view: its heading, beside it what can be done with it, and below what it is about. */
export function Panel({
  title,
  isBusy = false,
  actions,
  children,
}: {
  title: string;
  isBusy?: boolean;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const id = `panel-${title.toLowerCase().replace(/\W+/g, '-')}`;
  return (
    <section class="panel" aria-labelledby={id} aria-busy={isBusy}>
      <header>
        <h2 id={id}>{title}</h2>
        {actions}
      </header>
      {children}
    </section>
  );
}

/** A table that scrolls sideways. `of`: what its rows are, such as `records`. */
export function ScrolledTable({ of, children }: { of: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="scroll" aria-label={`Table of ${of}`} tabIndex={0}>
      <table>
        <caption class="hidden">The {of} of this dataset</caption>
        {children}
      </table>
    </section>
  );
}

/** A grey shape of what is still to come. */
export function Skeleton({ lines }: { lines: number }) {
  return (
    <div class="skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} />
      ))}
    </div>
  );
}

/** What went wrong, in words, and what can be done: the filter that the error names is removed, or it is tried again. */
export function Failure({
  answer: { error, retry },
  chips = [],
  onRemove,
}: {
  answer: Pick<Answer<unknown>, 'retry'> & { error?: CombinedError };
  chips?: readonly Chip[];
  onRemove?: (changes: Changes) => void;
}) {
  if (!error) return null;
  const sentence = sentenceOf(error);
  const named = chips.filter(({ argument }) => sentence.includes(argument));
  return (
    <p class="error" role="alert">
      {sentence}{' '}
      {named.map(({ text, without }) => (
        <button key={text} type="button" onClick={() => onRemove?.(without)}>
          Remove {text}
        </button>
      ))}{' '}
      <button type="button" onClick={retry}>
        Try again
      </button>
    </p>
  );
}

/** What is selected; each chip takes its part away. */
export function Chips({
  chips,
  onRemove,
  onClear,
}: {
  chips: readonly Chip[];
  onRemove: (changes: Changes) => void;
  onClear: () => void;
}) {
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label="What is selected">
      {chips.map(({ text, without }) => (
        <li key={text}>
          <button type="button" onClick={() => onRemove(without)}>
            {text} <span aria-hidden="true">×</span>
            <span class="hidden">: remove</span>
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button type="button" class="plain" onClick={onClear}>
            Remove all
          </button>
        </li>
      )}
    </ul>
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

/** Copies a text, and says so. */
export function CopyButton({ label, text }: { label: string; text: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <button
      type="button"
      onClick={async () => {
        await navigator.clipboard.writeText(text);
        setCopied(true);
        setTimeout(setCopied, 2000, false);
      }}
    >
      {label}
      <span role="status">{isCopied ? ': copied' : ''}</span>
    </button>
  );
}

/** True if there is room for what a phone hides at first. */
export function isWide(): boolean {
  return matchMedia('(min-width: 56rem)').matches;
}

export function numberText(value: number): string {
  return value.toLocaleString('en');
}

export function dateText(value: string | null): string {
  return value === null ? '' : new Date(value).toLocaleDateString('en', { dateStyle: 'medium' });
}
