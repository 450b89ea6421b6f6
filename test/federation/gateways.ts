/** The gateways of `package.json` beside this file, installed there when a test first needs them, and the programs that run them. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Program, run, startProgram } from '../support/program.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const LOCK = `${FOLDER}package-lock.json`;
/** What is installed, as the lock file said when it was. */
const INSTALLED = `${FOLDER}node_modules/.installed-lock.json`;

/** False where the tests behind gateways must be left out, which is said; never in CI, where they fail instead. */
export async function installGateways(): Promise<boolean> {
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === readFileSync(LOCK, 'utf8')) return true;
  try {
    // Their install steps build nothing that is needed.
    await run('npm', ['ci', '--ignore-scripts'], { cwd: FOLDER });
    copyFileSync(LOCK, INSTALLED);
    return true;
  } catch (error) {
    process.stderr.write(
      `\nThe gateways cannot be installed: the tests behind them are LEFT OUT. Run \`npm ci\` in test/federation.\n${error}\n\n`,
    );
    return process.env.CI === 'true';
  }
}

/** Runs one of `services/` to its end. */
export function runService(name: string, ...args: string[]): Promise<string> {
  return run(process.execPath, [`services/${name}.ts`, ...args], { cwd: FOLDER });
}

/** Starts one of `services/`. */
export function startService(
  name: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Program {
  return startProgram(process.execPath, [`services/${name}.ts`, ...args], {
    cwd: FOLDER,
    env: { ...process.env, ...env },
  });
}

/** Starts Hive Gateway. */
export function startHiveGateway(supergraph: string, port: number): Program {
  const options = [
    '--config-path',
    '../../deploy/gateway.config.ts',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
  ];
  return startProgram(
    process.execPath,
    ['node_modules/@graphql-hive/gateway/dist/bin.js', 'supergraph', supergraph, ...options],
    { cwd: FOLDER, env: { ...process.env, NO_COLOR: '1' } },
  );
}
