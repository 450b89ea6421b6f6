/** Starts a program as an operator does, and reads what it prints and how it ends. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ended {
  code: number | null;
  output: string;
  errors: string;
}

export interface Program {
  child: ChildProcess;
  /** Waits for the first match in what it prints. */
  says(pattern: RegExp): Promise<string>;
  ended(): Promise<Ended>;
  stop(): void;
}

export function startProgram(command: string, args: readonly string[], options: SpawnOptions = {}): Program {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  const closed = once(child, 'close');
  let hasEnded = false;
  closed.then(
    () => {
      hasEnded = true;
    },
    () => {},
  );
  return {
    child,
    async says(pattern) {
      for (;;) {
        const match = pattern.exec(output);
        if (match) return match[1] ?? match[0];
        if (hasEnded) throw new Error(`It ended without saying ${pattern}: ${output}${errors}`);
        await Promise.race([once(child.stdout ?? child, 'data'), closed]);
      }
    },
    async ended() {
      await closed;
      return { code: child.exitCode, output, errors };
    },
    stop: () => void child.kill('SIGTERM'),
  };
}

/** Runs a program to its end, and returns what it printed. Throws if it failed. */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  const { code, output, errors } = await startProgram(command, args, options).ended();
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}:\n${output}${errors}`);
  return output;
}
