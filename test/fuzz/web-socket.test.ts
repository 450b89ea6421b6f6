/** Random frames and messages: each connection goes on, or is closed with a code. */
import { once } from 'node:events';
import fc from 'fast-check';
import { expect } from 'vitest';
import { anyJson, anyText, document } from '../support/arbitrary-operation.ts';
import { fuzz } from '../support/fuzz.ts';
import { besiege, type Server } from '../support/hostile.ts';
import { begun, frame, framesOf, upgraded } from '../support/web-socket-frames.ts';

const siege = besiege();

/** Sends these frames and hears what comes for a moment: no unexpected error, and a code if it is closed. */
async function expectKnown({ url }: Server, frames: readonly Buffer[], open = upgraded): Promise<void> {
  const socket = await open(url);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => void chunks.push(chunk));
  for (const bytes of frames) socket.write(bytes);
  // The end of it all: whatever is answered has been by then.
  socket.write(frame(8, Buffer.from([3, 232])));
  await Promise.race([
    once(socket, 'close').catch(() => {}),
    new Promise((resolve) => setTimeout(resolve, 1500)),
  ]);
  socket.destroy();
  for (const { opcode, payload } of framesOf(Buffer.concat(chunks))) {
    expect([1, 2, 8, 9, 10]).toContain(opcode);
    if (opcode === 1) expect(payload.toString()).not.toContain('INTERNAL_SERVER_ERROR');
    if (opcode === 8 && payload.length >= 2) {
      const code = payload.readUInt16BE(0);
      expect(
        [1000, 1001, 1002, 1003, 1007, 1008, 1009].includes(code) || (code >= 4400 && code < 4500),
        `closed with ${code}`,
      ).toBe(true);
    }
  }
}

const anyFrame = fc
  .record({
    opcode: fc.nat({ max: 15 }),
    payload: fc.uint8Array({ maxLength: 200 }),
    fin: fc.boolean(),
    masked: fc.oneof(
      { arbitrary: fc.constant(true), weight: 5 },
      { arbitrary: fc.constant(false), weight: 1 },
    ),
    reserved: fc.constantFrom(0, 0, 0, 0x40, 0x20, 0x10),
    length: fc.option(fc.constantFrom(0, 125, 126, 65_535, 65_536, 2 ** 31, 2 ** 40, 2 ** 62), {
      nil: undefined,
      freq: 10,
    }),
  })
  .map(({ opcode, payload, length, ...rest }) =>
    frame(opcode, Buffer.from(payload), { ...rest, ...(length !== undefined && { length }) }),
  );

fuzz('frames', siege, fc.array(anyFrame, { maxLength: 8 }), 200, expectKnown);

const id = fc.oneof(fc.constantFrom('1', '1', '2', '', '__proto__'), anyText, anyJson);
const payload = fc.oneof(
  fc.record(
    { query: fc.oneof(document, anyJson), variables: anyJson, operationName: anyJson, extensions: anyJson },
    { requiredKeys: [] },
  ),
  anyJson,
);
const message = fc.oneof(
  { arbitrary: fc.record({ type: fc.constant('subscribe'), id, payload }), weight: 4 },
  {
    arbitrary: fc.record(
      {
        type: fc.constantFrom('connection_init', 'ping', 'pong', 'complete', 'next', 'error', 'x'),
        id,
        payload,
      },
      { requiredKeys: ['type'] },
    ),
    weight: 2,
  },
  { arbitrary: anyJson, weight: 1 },
);
const conversation = fc.tuple(
  fc.boolean(),
  fc.array(
    fc.oneof(
      { arbitrary: message.map((json) => JSON.stringify(json)), weight: 6 },
      { arbitrary: anyText, weight: 1 },
    ),
    { maxLength: 8 },
  ),
);

fuzz('messages', siege, conversation, 200, (server, [begins, messages]) =>
  expectKnown(
    server,
    messages.map((text) => frame(1, Buffer.from(text))),
    begins ? begun : upgraded,
  ),
);
