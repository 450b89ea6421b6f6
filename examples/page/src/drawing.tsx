/** A picture that a library draws, as wide as there is room for it. */
import { useEffect, useRef, useState } from 'preact/hooks';

interface DrawingProps {
  /** What is to be seen, in words. */
  label: string;
  /** What it is drawn of: drawn again when that changes. */
  state: string;
  draw: (width: number) => Element;
  /** Told of a click on a part, by the number of what it stands for. */
  onChoose?: (index: number) => void;
}

export function Drawing({ label, state, draw, onChoose }: DrawingProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = frame;
    if (!current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (width === 0) return;
    const drawn = draw(width);
    // The frame says what is to be seen; names of its parts would only be read beside that.
    for (const part of drawn.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
    // The library's own sheet: the page's policy allows files only, and the page's file says the same.
    for (const sheet of drawn.querySelectorAll('style')) sheet.remove();
    frame.current?.replaceChildren(drawn);
  }, [width, state]);
  const choose = ({ target }: MouseEvent) => {
    const index = target instanceof Element ? numberOf(target) : null;
    if (index !== null) onChoose?.(index);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table beside it does the same, by keyboard too.
    <div
      class={onChoose ? 'drawing live-bars' : 'drawing'}
      role="img"
      aria-label={label}
      ref={frame}
      onClick={choose}
    />
  );
}

/** The library leaves at each part the number of what it was drawn of. */
function numberOf(element: Element): number | null {
  const datum: unknown = Reflect.get(element.closest('rect') ?? element, '__data__');
  return typeof datum === 'number' ? datum : null;
}
