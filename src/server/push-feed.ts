import { setMaxListeners } from 'node:events';
import { createPubSub, Repeater } from '@graphql-yoga/subscription';
import type { Replicas } from '../caching/replicas.ts';
import { LimitError } from '../loading/limit-error.ts';
import type { AcceptedRecords } from '../loading/push.ts';
import { readPushed } from '../ods/push.ts';

/** What may wait for one subscriber: four requests of the largest size. The records are shared, not copied. */
const MAX_PENDING_BYTES = 20 * 1000 * 1000;
/** It is below the 1024 at which the Repeater gives up. */
const MAX_PENDING = 500;

const CHANNEL = 'pushed';

/** Milliseconds after which clients may subscribe again. */
const COME_AGAIN_AFTER = 1000;

/** No replica tells more than one request to the portal: 5 MB of records, and what stands around them. */
const MAX_MESSAGE = 6_000_000;

/** Tells the subscribers what this server has pushed, and its other replicas, as it is accepted. */
export class PushFeed {
  /** What ends each subscription, and the dataset that it is of. */
  readonly #ends = new Map<(last?: Error) => void, string>();
  readonly #replicas: Replicas | undefined;
  #closed = false;
  readonly #pubSub = createPubSub<{ accepted: [datasetId: string, accepted: AcceptedRecords] }>({
    eventTarget: audience(),
  });

  constructor(replicas?: Replicas) {
    this.#replicas = replicas;
    replicas?.listen(CHANNEL, (datasetId, body) => {
      // The message may have megabytes, so it is read only if somebody listens.
      if (![...this.#ends.values()].includes(datasetId)) return;
      const accepted = body.length <= MAX_MESSAGE ? readAccepted(datasetId, body) : undefined;
      if (accepted) this.#deliver(accepted);
    });
  }

  /** How many listen now. */
  get subscribers(): number {
    return this.#ends.size;
  }

  /** Tells those who listen here, whether Redis works or not, and the replicas that can be reached. */
  publish(accepted: AcceptedRecords): void {
    this.#deliver(accepted);
    if (!this.#replicas) return;
    const { datasetId, ...rest } = accepted;
    this.#replicas.tell(CHANNEL, datasetId, JSON.stringify(rest));
  }

  #deliver(accepted: AcceptedRecords): void {
    this.#pubSub.publish('accepted', accepted.datasetId, accepted);
  }

  /**
   * The records accepted from now on. A subscriber that reads too slowly is not waited for: it is sent what
   * waits for it and then an error, and that is the end, so that nothing is left out silently.
   */
  subscribe(datasetId: string): AsyncIterable<AcceptedRecords | Error> {
    return new Repeater<AcceptedRecords | Error>(async (push, stop) => {
      const source = this.#pubSub.subscribe('accepted', datasetId);
      const end = (last?: Error) => {
        if (last) void push(last).catch(() => {});
        stop();
      };
      this.#ends.set(end, datasetId);
      void stop.then(() => {
        this.#ends.delete(end);
        void source.return();
      });
      if (this.#closed) end(ending());
      let pending = 0;
      let pendingBytes = 0;
      for await (const accepted of source) {
        if (pending >= MAX_PENDING || (pending > 0 && pendingBytes + accepted.bytes > MAX_PENDING_BYTES)) {
          void push(tooSlow(datasetId)).catch(() => {});
          stop();
          return;
        }
        pending += 1;
        pendingBytes += accepted.bytes;
        const taken = () => {
          pending -= 1;
          pendingBytes -= accepted.bytes;
        };
        void push(accepted).then(taken, taken);
      }
    });
  }

  /** Ends every subscription, and says why: a server that stops waits for none. */
  close(): void {
    this.#closed = true;
    for (const end of this.#ends.keys()) end(ending());
  }
}

/** Any number of listeners is allowed: many of them are no leak. */
function audience(): EventTarget {
  const target = new EventTarget();
  setMaxListeners(0, target);
  return target;
}

/** What another replica told; nothing if it is not as this version tells it, or is no JSON at all. */
function readAccepted(datasetId: string, body: string): AcceptedRecords | undefined {
  const pushed = readPushed(body);
  return pushed ? { datasetId, ...pushed, bytes: body.length } : undefined;
}

function tooSlow(datasetId: string): LimitError {
  return new LimitError(
    'SUBSCRIBER_TOO_SLOW',
    `Records of "${datasetId}" are pushed faster than this subscription is read: it ends here. Subscribe again, and search for what came in between.`,
  );
}

/** Clients that subscribe again meet another replica, or this one when it is back. */
function ending(): LimitError {
  return new LimitError(
    'SERVER_STOPPING',
    'This server is stopping, and the subscription ends here. Subscribe again, and search for what came in between.',
    { retryAt: new Date(Date.now() + COME_AGAIN_AFTER) },
  );
}
