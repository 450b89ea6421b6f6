/** JSON as people read it in a file: what fits on a line is on one line. */

/** Characters of a line. */
const WIDTH = 110;

/** Objects down to this depth have a line for each of their members, so that a changed member is a changed line. */
const OPEN_DEPTH = 2;

/** The text of a value, with a line end behind it. Members without a value are left out. */
export function jsonText(value: object): string {
  // Through JSON, so that only what JSON has is left of it.
  const json: unknown = JSON.parse(JSON.stringify(value));
  return `${textOf(json, 0, 0)}\n`;
}

/** `used`: characters that stand before the value on its line, and behind it. */
function textOf(value: unknown, depth: number, used: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (!isOpen(value, depth)) {
    const line = lineOf(value);
    if (used + line.length <= WIDTH) return line;
  }
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const indent = '  '.repeat(depth + 1);
  const parts = Array.isArray(value)
    ? value.map((item) => textOf(item, depth + 1, indent.length + 1))
    : Object.entries(value).map(([key, member]) => {
        const name = `${JSON.stringify(key)}: `;
        return name + textOf(member, depth + 1, indent.length + name.length + 1);
      });
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${parts.map((part) => indent + part).join(',\n')}\n${'  '.repeat(depth)}${close}`;
}

/** True of what has a line for each of its members, if they would fit on one or not. */
function isOpen(value: object, depth: number): boolean {
  if (!Array.isArray(value)) return depth <= OPEN_DEPTH;
  // As formatters have it: a list of objects that have several members each.
  return (
    value.length > 1 &&
    value.every((item) => typeof item === 'object' && item && Object.keys(item).length > 1)
  );
}

function lineOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(lineOf).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${lineOf(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
