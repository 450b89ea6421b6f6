/** What a caller sent, short enough for an error. */
export const shown = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);
