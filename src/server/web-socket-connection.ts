/** A WebSocket as the library of the protocol speaks over it: messages both ways, and a ping from time to time. */
import type { IncomingMessage } from 'node:http';
import { CloseCode, type Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Logger } from '../execution/logger.ts';
import type { RequestRecord } from '../execution/request-record.ts';

/** A client that does not answer a ping before the next one is gone, in milliseconds. */
const PING_INTERVAL = 12_000;

/** What the library knows of a connection. */
export interface ConnectionExtra {
  socket: WebSocket;
  request: IncomingMessage;
  record: RequestRecord;
  /** How many operations it has asked. */
  asked: number;
}

/** Hands the messages of a connection to the protocol until it is closed. */
export function carryMessages(
  protocol: Server<ConnectionExtra>,
  socket: WebSocket,
  extra: ConnectionExtra,
  logger: Logger,
): void {
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) => sent(socket, data),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (receive) => {
        // A client need not wait for the answer to its first message, which opens the connection: the others do.
        let opened: Promise<void> | null = null;
        socket.on('message', (data) => {
          const text = String(data);
          const handled = opened ? opened.then(() => receive(text)) : receive(text);
          // What a client sends wrongly is answered by the protocol: what is thrown here is a failure of ours.
          const done = handled.catch((error: unknown) => {
            if (isOfNoClient(error)) return socket.close(CloseCode.BadRequest, 'Invalid message received');
            logger.error(
              { requestId: extra.record.id, err: error },
              'a message of a WebSocket could not be handled',
            );
            socket.close(CloseCode.InternalServerError, 'Internal server error');
          });
          opened ??= done;
        });
      },
    },
    extra,
  );
  const pings = keepAlive(socket);
  // The library of the socket closes it with the right code, and its client is told; there is nothing else to do.
  socket.on('error', () => {});
  socket.once('close', (code, reason) => {
    clearInterval(pings);
    void closed(code, String(reason));
  });
}

/** True of a message that only servers send: the library throws it as if it were a failure. */
function isOfNoClient(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Unexpected message of type');
}

/** Waits until the message is written, so that a client that reads slowly is sent no more than it reads. */
function sent(socket: WebSocket, data: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(data, (error) => (error ? reject(error) : resolve()));
  });
}

function keepAlive(socket: WebSocket): NodeJS.Timeout {
  let isAnswered = true;
  socket.on('pong', () => {
    isAnswered = true;
  });
  return setInterval(() => {
    if (!isAnswered) return socket.terminate();
    isAnswered = false;
    socket.ping();
  }, PING_INTERVAL);
}
