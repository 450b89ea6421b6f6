/**
 * What of `node:http` is used as a value. An `import` would read every export of it, `WebSocket` too, for which Node loads
 * the Fetch API: that takes longer than an empty program, and ordinary requests do without.
 */
export const http = process.getBuiltinModule('node:http');
