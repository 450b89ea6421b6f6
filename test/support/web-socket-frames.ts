/** Frames of a WebSocket, made and read by hand: what no client of the protocol would send. */
import type { Socket } from 'node:net';
import { expect } from 'vitest';
import { head, hear, openSocket, statusOf } from './raw-http.ts';

export interface FrameOptions {
  fin?: boolean;
  masked?: boolean;
  /** The bits that no extension has been agreed on for. */
  reserved?: number;
  /** What the head claims, if not the truth. */
  length?: number;
}

/** A frame as a client sends it, masked with zeros. */
export function frame(
  opcode: number,
  payload: Buffer,
  { fin = true, masked = true, reserved = 0, length = payload.length }: FrameOptions = {},
): Buffer {
  const first = Buffer.from([(fin ? 0x80 : 0) | reserved | opcode]);
  return Buffer.concat([first, sizeOf(length, masked ? 0x80 : 0), Buffer.alloc(masked ? 4 : 0), payload]);
}

function sizeOf(length: number, mask: number): Buffer {
  if (length < 126) return Buffer.from([mask | length]);
  if (length < 65_536) return Buffer.from([mask | 126, length >> 8, length & 255]);
  const bytes = Buffer.alloc(9);
  bytes[0] = mask | 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

export interface Frame {
  opcode: number;
  payload: Buffer;
}

/** The whole frames in what a server has sent. */
export function framesOf(bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const opcode = (bytes[at] ?? 0) & 15;
    const short = (bytes[at + 1] ?? 0) & 127;
    const start = at + (short === 127 ? 10 : short === 126 ? 4 : 2);
    if (start > bytes.length) break;
    const length =
      short === 127
        ? Number(bytes.readBigUInt64BE(at + 2))
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : short;
    frames.push({ opcode, payload: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return frames;
}

/** A WebSocket of which every frame is the test's. */
export async function upgraded(url: string): Promise<Socket> {
  const socket = await openSocket(url);
  const answered = hear(socket, /\r\n\r\n/);
  socket.write(
    head(
      'GET /graphql',
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: graphql-transport-ws',
    ),
  );
  expect(statusOf(await answered)).toBe(101);
  return socket;
}

/** The same, let in: what comes from now on is about operations. */
export async function begun(url: string): Promise<Socket> {
  const socket = await upgraded(url);
  const acknowledged = hear(socket, /connection_ack/);
  socket.write(frame(1, Buffer.from('{"type":"connection_init"}')));
  expect(await acknowledged).toContain('connection_ack');
  return socket;
}
