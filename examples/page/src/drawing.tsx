/** A picture that a library draws, as wide as there is room for it. */
import { useEffect, useRef, useState } from 'preact/hooks';

interface DrawingProps {
  /** What is to be seen, in words. */
  label: string;
  /** What it is drawn of: drawn again where that changes. */
  state: string;
  draw: (width: number) => Element;
}

export function Drawing({ label, state, draw }: DrawingProps) {
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
  return <div class="drawing" role="img" aria-label={label} ref={frame} />;
}
