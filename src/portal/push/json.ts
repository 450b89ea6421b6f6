/** Looks at JSON from outside before it is parsed. */

const [quote, backslash] = ['"', '\\'].map((mark) => mark.charCodeAt(0));
const [openList, openObject, closeList, closeObject] = ['[', '{', ']', '}'].map((mark) => mark.charCodeAt(0));

/** Whether lists and objects are nested deeper than that many levels. The outermost one is level 1. */
export function isNestedDeeper(json: string, levels: number): boolean {
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < json.length; index++) {
    const character = json.charCodeAt(index);
    if (character === quote) isInText = !isInText;
    else if (isInText) index += character === backslash ? 1 : 0;
    else if (character === openList || character === openObject) depth++;
    else if (character === closeList || character === closeObject) depth--;
    if (depth > levels) return true;
  }
  return false;
}
