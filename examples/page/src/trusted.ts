/**
 * The page makes no element of a text, and its policy (Trusted Types) lets nobody do so. The library of maps looks, when it
 * is loaded, whether the browser can read a drawing: this text, and no other, it may write.
 */
const HARMLESS = '<svg/>';

interface TrustedTypes {
  createPolicy(name: 'default', rules: { createHTML: (text: string) => string }): unknown;
}

const trustedTypes: TrustedTypes | undefined = Reflect.get(globalThis, 'trustedTypes');
trustedTypes?.createPolicy('default', {
  createHTML(text) {
    if (text !== HARMLESS) throw new TypeError('This page makes no elements of texts.');
    return HARMLESS;
  },
});
