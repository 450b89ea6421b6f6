import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Redis, RedisOptions } from 'ioredis';

/** Milliseconds to wait for Redis: it answers within one or two, or it is as good as away. */
const TIMEOUT = 500;
const LONGEST_PAUSE = 2000;

/** The line before a message's body, with an id and a topic, is no longer than this. */
const MAX_HEAD = 1000;

export interface ReplicasOptions {
  /** `redis://` or `rediss://`; may hold a password, and so is shown nowhere. */
  redisUrl: string;
  /** The portal that all of them serve: replicas of another portal have nothing in common with these. */
  portal: URL;
  /** Told when Redis comes or goes, once for each, and why. */
  onChange?: (change: { available: boolean; reason?: string }) => void;
}

/** It is loaded only if there is a Redis: a start without one does not wait for it. */
function ioredis(): typeof import('ioredis') {
  return createRequire(import.meta.url)('ioredis');
}

/** Hears a message of another replica, or of whoever else writes to its channel: it may be anything. */
export type Listener = (topic: string, body: string) => void;

/**
 * What the replicas of a server have in common, through Redis (or Valkey): texts that expire, and messages.
 *
 * Nothing here fails or waits long: while Redis is away, there is nothing to read, and what is written is lost. The
 * connection comes back by itself.
 */
export class Replicas {
  readonly #prefix: string;
  readonly #redis: Redis;
  readonly #subscriber: Redis;
  /** Which of the messages are this replica's own. */
  readonly #origin = randomUUID();
  readonly #listeners = new Map<string, Listener>();
  readonly #onChange: ReplicasOptions['onChange'];
  #isAvailable: boolean | null = null;
  #reason = '';
  readonly #onReturn: (() => void)[] = [];

  constructor({ redisUrl, portal, onChange }: ReplicasOptions) {
    this.#prefix = `ods-graphql:2:${portal.href}:`;
    this.#onChange = onChange;
    const options = {
      connectTimeout: 2000,
      commandTimeout: TIMEOUT,
      // A connection that says nothing is given up, so that nobody waits for it a second time.
      socketTimeout: TIMEOUT,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (times: number) => Math.min(times * 100, LONGEST_PAUSE),
      // After a failover, the old primary refuses writes on connections that it still has.
      reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
    } satisfies RedisOptions;
    const { Redis } = ioredis();
    this.#redis = new Redis(redisUrl, options);
    this.#redis.on('ready', () => this.#returned());
    this.#redis.on('error', ({ message }: Error) => {
      this.#reason = message;
    });
    this.#redis.on('close', () => this.#changed(false));
    this.#subscriber = new Redis(redisUrl, options);
    this.#subscriber.on('ready', () => this.#subscribe());
    this.#subscriber.on('message', (channel: string, message: string) => this.#heard(channel, message));
    // What happens to this connection happens to the other too, which tells.
    this.#subscriber.on('error', () => {});
  }

  /** True while Redis can be reached. */
  get isAvailable(): boolean {
    return this.#isAvailable === true;
  }

  /** The texts under these keys, null for each that is not there; undefined while Redis is away. */
  async read(keys: readonly string[]): Promise<(string | null)[] | undefined> {
    if (this.#redis.status !== 'ready') return undefined;
    return this.#redis.mget(keys.map((key) => this.#prefix + key)).catch(() => undefined);
  }

  /** Puts a text under a key for so long; false if Redis is away or does not take it. */
  async write(key: string, text: string, seconds: number): Promise<boolean> {
    if (this.#redis.status !== 'ready') return false;
    return this.#redis.set(this.#prefix + key, text, 'EX', Math.max(1, Math.ceil(seconds))).then(
      () => true,
      () => false,
    );
  }

  /** As `write`, if there is nothing under the key. */
  writeFirst(key: string, text: string, seconds: number): void {
    if (this.#redis.status !== 'ready') return;
    this.#redis.set(this.#prefix + key, text, 'EX', seconds, 'NX').catch(() => {});
  }

  /** Adds to a number that is forgotten after so many seconds, and gives the sum; undefined if Redis is away. */
  async add(key: string, amount: number, seconds: number): Promise<number | undefined> {
    if (this.#redis.status !== 'ready') return undefined;
    const results = await this.#redis
      .multi()
      .incrby(this.#prefix + key, amount)
      .expire(this.#prefix + key, seconds)
      .exec()
      .catch(() => null);
    const sum = results?.[0]?.[1];
    return typeof sum === 'number' ? sum : undefined;
  }

  /** Tells the other replicas, those that can hear it now. */
  tell(channel: string, topic: string, body = ''): void {
    if (this.#redis.status !== 'ready') return;
    this.#redis.publish(this.#prefix + channel, `${this.#origin} ${topic}\n${body}`).catch(() => {});
  }

  /** Listens to what other replicas tell on a channel: one listener for each. */
  listen(channel: string, listener: Listener): void {
    this.#listeners.set(this.#prefix + channel, listener);
    if (this.#subscriber.status === 'ready') this.#subscribe();
  }

  /** Does this as soon as Redis is there, before anything else is asked of it, and each time that it is back. */
  onReturn(work: () => void): void {
    this.#onReturn.push(work);
    if (this.#redis.status === 'ready') work();
  }

  close(): void {
    this.#redis.disconnect();
    this.#subscriber.disconnect();
  }

  #subscribe(): void {
    const channels = [...this.#listeners.keys()];
    // If it fails, the connection is given up, and the next one subscribes.
    if (channels.length > 0) this.#subscriber.subscribe(...channels).catch(() => {});
  }

  /** A message that is none of this server's is passed over, and so is a listener's trouble with it. */
  #heard(channel: string, message: string): void {
    const end = message.indexOf('\n');
    if (end < 0 || end > MAX_HEAD) return;
    const [origin, topic = ''] = message.slice(0, end).split(' ');
    if (origin === this.#origin) return;
    try {
      this.#listeners.get(channel)?.(topic, message.slice(end + 1));
    } catch {
      // What a stranger wrote must not end this process; there is nobody to tell of it.
    }
  }

  #returned(): void {
    for (const work of this.#onReturn) work();
    this.#changed(true);
  }

  #changed(available: boolean): void {
    if (this.#isAvailable === available) return;
    this.#isAvailable = available;
    this.#onChange?.(
      available ? { available } : { available, reason: this.#reason || 'the connection ended' },
    );
    this.#reason = '';
  }
}
