/** Gives back the memory of bytes that nobody reads any more: the collector would leave it for a while. Others may not share it. */
export function free({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}
