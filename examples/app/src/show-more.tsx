/** A button for the next page, which says if that fails. */
import type { ErrorLike } from '@apollo/client';
import { useState } from 'react';
import { Failure } from './panel.tsx';

export function ShowMore({ onMore }: { onMore: () => Promise<unknown> }) {
  const [error, setError] = useState<ErrorLike>();
  const more = () => {
    setError(undefined);
    onMore().catch(setError);
  };
  if (error) return <Failure error={error} onRetry={more} />;
  return (
    <button type="button" onClick={more}>
      Show more
    </button>
  );
}
