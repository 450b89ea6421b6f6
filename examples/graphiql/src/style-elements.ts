/**
 * The editor and the dialogs write style sheets into `style` elements, which the page's policy forbids: whoever got an
 * element into the page could bring one too. Sheets that a script makes are allowed, so what is written there goes
 * into those. A sheet stays when its element goes; its rules find nothing then.
 */
const sheets = new WeakMap<HTMLStyleElement, CSSStyleSheet>();

function sheetOf(element: HTMLStyleElement): CSSStyleSheet {
  const known = sheets.get(element);
  if (known) return known;
  const sheet = new CSSStyleSheet();
  sheets.set(element, sheet);
  document.adoptedStyleSheets.push(sheet);
  return sheet;
}

const { appendChild } = Node.prototype;

Object.defineProperties(HTMLStyleElement.prototype, {
  textContent: {
    configurable: true,
    get: () => '',
    set(this: HTMLStyleElement, css: string) {
      sheetOf(this).replaceSync(css);
    },
  },
  appendChild: {
    configurable: true,
    value(this: HTMLStyleElement, child: Node): Node {
      if (!(child instanceof Text)) return appendChild.call(this, child);
      sheetOf(this).replaceSync(child.data);
      return child;
    },
  },
});
