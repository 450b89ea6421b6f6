/** A part of the page with its three states: loading, failed, and there. */
import type { ErrorLike } from '@apollo/client';
import { type ReactNode, useId } from 'react';
import { explain } from './errors.ts';

interface PanelProps {
  title: string;
  loading?: boolean;
  error?: ErrorLike | undefined;
  onRetry?: () => unknown;
  children: ReactNode;
}

export function Panel({ title, loading = false, error, onRetry, children }: PanelProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} aria-busy={loading}>
      <h2 id={id}>{title}</h2>
      <p role="status" className="status">
        {loading && 'Loading…'}
      </p>
      {error ? <Failure error={error} onRetry={onRetry} /> : children}
    </section>
  );
}

interface FailureProps {
  error: ErrorLike;
  onRetry?: (() => unknown) | undefined;
}

export function Failure({ error, onRetry }: FailureProps) {
  const { code, text } = explain(error);
  return (
    <div role="alert" className="failure" data-code={code}>
      <p>{text}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** For `null` where a dataset was asked for. */
export function NoDataset({ name }: { name: string }) {
  return <p>This portal has no dataset “{name}”: is it the embedded one?</p>;
}
