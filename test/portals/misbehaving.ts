/** Answers of a portal that means no good, or is broken: each a listener for a real HTTP server. */
import type { RequestListener, ServerResponse } from 'node:http';
import { createGzip } from 'node:zlib';

/** What has become of an answer. */
export interface Watched {
  /** Bytes that were handed to the socket. */
  bytes: number;
  /** The connection was broken off before the end. */
  isBrokenOff: boolean;
}

/** One character every so many milliseconds, without end. */
export function trickling(milliseconds: number): RequestListener {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), milliseconds);
    response.on('close', () => clearInterval(timer));
  };
}

/** A body without end, as fast as it is read. */
export function endless(watched: Watched, status = 200): RequestListener {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.on('close', () => {
      watched.isBrokenOff = !response.writableFinished;
    });
    response.write('{"error":"');
    pour(response, Buffer.alloc(64 * 1024, 'x'), watched);
  };
}

function pour(response: ServerResponse, piece: Buffer, watched: Watched): void {
  while (!response.destroyed) {
    watched.bytes += piece.length;
    if (!response.write(piece)) {
      response.once('drain', () => pour(response, piece, watched));
      return;
    }
  }
}

/** A body of so many blanks, packed a thousandfold. */
export function packedBlanks(bytes: number): RequestListener {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    const gzip = createGzip();
    gzip.pipe(response);
    const piece = Buffer.alloc(1024 * 1024, ' ');
    for (let written = 0; written < bytes; written += piece.length) gzip.write(piece);
    gzip.end('{}');
  };
}

/** This text, or these bytes. */
export function answering(status: number, body: string | Buffer, headers = {}): RequestListener {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };
}
