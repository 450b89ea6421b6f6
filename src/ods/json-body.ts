/**
 * The JSON of an answer's body, read in parts if it is long. V8 keeps each text of more than 128 KB apart from all others,
 * in memory that it takes from the system and gives back: that can cost more than to read the text.
 */
import {
  isObject,
  JsonBounds,
  LARGE_TEXT,
  parsePortalJson,
  parseWithNonNumbers,
  requireShallow,
} from './json.ts';

/** About how many bytes a part has; as a text of two bytes a character it is short still. */
const PART = 48 * 1024;
/** From this length on it pays. */
const LONG = 2 * PART;
/** Before the list there are a few parameters. */
const MAX_HEAD = 16 * 1024;
const MAX_KEY = 100;

const COMMA = 0x2c;
/** Space, tab, line feed and carriage return are what JSON may have between its values. */
const BLANKS: readonly (number | undefined)[] = [0x20, 0x09, 0x0a, 0x0d];
const BACKSLASH = 0x5c;

/** Bytes that are no UTF-8 become replacement characters. */
const UTF8 = new TextDecoder();

/** A body as text. */
export function textOfBody(bytes: Uint8Array): string {
  return UTF8.decode(bytes);
}

/** Parses a body as `parsePortalJson` parses its text. */
export function parseJsonBody(bytes: Uint8Array): unknown {
  return (bytes.length > LONG ? tryInParts(bytes) : undefined) ?? parsePortalJson(textOfBody(bytes));
}

/** The list of objects that makes a body long. */
interface List {
  /** The text before its first object, which opens the list. */
  head: string;
  /** The member that it is of the whole; null if it is the whole. */
  name: string | null;
  /** Where its first object begins. */
  start: number;
  /** How its objects begin: all with the same name. */
  beginning: Uint8Array;
}

/** Undefined if the body has no such list, or one that cannot be read in parts. */
function tryInParts(bytes: Uint8Array): unknown {
  try {
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const list = listOf(body);
    return list && inParts(body, list);
  } catch (error) {
    // Parts of what is nested otherwise are no JSON by themselves.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function listOf(body: Buffer): List | undefined {
  const open = body.subarray(0, MAX_HEAD).indexOf('[{"');
  const end = open < 0 ? -1 : body.subarray(0, open + MAX_KEY).indexOf('"', open + 3);
  if (end < 0 || body[end - 1] === BACKSLASH) return undefined;
  const head = textOfBody(body.subarray(0, open + 1));
  const shared = { head, start: open + 1, beginning: body.subarray(open + 1, end + 1) };
  if (head.trim() === '[') return { ...shared, name: null };
  // What comes before is whole by itself, so the list is a member of the outermost object: its last one.
  const [name] = Object.keys(Object(parseWithNonNumbers(`${head}]}`))).slice(-1);
  return name === undefined || name === '__proto__' ? undefined : { ...shared, name };
}

function inParts(body: Buffer, { head, name, start, beginning }: List): unknown {
  const bounds = body.length > LARGE_TEXT ? new JsonBounds() : null;
  const parse = (text: string): unknown => {
    bounds?.take(text);
    return parseWithNonNumbers(text);
  };
  const items: unknown[] = [];
  let from = start;
  for (
    let next = nextObject(body, beginning, from + PART);
    next;
    next = nextObject(body, beginning, from + PART)
  ) {
    const part = parse(`[${textOfBody(body.subarray(from, next.comma))}]`);
    if (!Array.isArray(part)) return undefined;
    for (const item of part) items.push(item);
    from = next.start;
  }
  // One object that is longer than a part is read with the rest: its text would be in memory twice here.
  if (from === start) return undefined;
  // The last objects, and what comes behind the list.
  const whole = parse(head + textOfBody(body.subarray(from)));
  const json = name === null ? items.concat(whole) : withItems(whole, name, items);
  requireShallow(json);
  return json;
}

/** The whole with more items before those of its list; undefined if the list is another one. */
function withItems(whole: unknown, name: string, items: unknown[]): unknown {
  const last = isObject(whole) ? whole[name] : undefined;
  if (!isObject(whole) || !Array.isArray(last) || last.length === 0) return undefined;
  whole[name] = items.concat(last);
  return whole;
}

/** The next object with this beginning that stands behind a comma, and that comma. No text has such a beginning in it: its quote would be escaped. */
function nextObject(
  body: Buffer,
  beginning: Uint8Array,
  from: number,
): { comma: number; start: number } | null {
  for (let start = body.indexOf(beginning, from); start >= 0; start = body.indexOf(beginning, start + 1)) {
    let comma = start - 1;
    while (BLANKS.includes(body[comma])) comma -= 1;
    if (body[comma] === COMMA) return { comma, start };
  }
  return null;
}
