/**
 * Gives back the memory of bytes that nobody reads any more: the collector would leave it for a while. Others may not share
 * it. Bytes that are less than half of their buffer are left alone: they may lie in the pool of Node.js.
 */
export function free({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength * 2 > buffer.byteLength) buffer.transfer(0);
}
