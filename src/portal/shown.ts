/** A text from a caller, cut so that an error can quote it. */
export const shown = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);
