/** A Redis for one test: a real process on a free port, which can be stopped, paused and started again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { freePort } from './free-port.ts';

export interface RedisServer {
  /** The address, with the password. */
  url: string;
  password: string;
  /** Ends it at once, as a crash does. Its data are lost. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** It keeps its connections, but answers nothing. */
  pause(): void;
  resume(): void;
}

/** False if tests with Redis are skipped, which a line says. In CI they are never skipped, but fail. */
export function hasRedis(): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return true;
  process.stderr.write(
    '\nNo redis-server on the PATH: the tests of several replicas are LEFT OUT. Install it: apt-get install redis-server, or brew install redis.\n\n',
  );
  return process.env.CI === 'true';
}

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const password = 'password-of-redis-0123';
  let child: ChildProcess | undefined;
  const redis: RedisServer = {
    url: `redis://:${password}@127.0.0.1:${port}`,
    password,
    start: async () => {
      child = await launch(port, password);
    },
    stop: async () => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
  };
  await redis.start();
  return redis;
}

async function launch(port: number, password: string): Promise<ChildProcess> {
  const settings = {
    port,
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    dir: tmpdir(),
    requirepass: password,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  // If there is no such program, its output ends at once.
  child.on('error', () => {});
  let output = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    output += String(chunk);
    if (output.includes('Ready to accept connections')) {
      child.stdout.resume();
      return child;
    }
  }
  throw new Error(`redis-server did not start (apt-get install redis-server): ${output}`);
}
