/** Reads the command line: what to start, and the settings that have an option. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Config, readConfigWith } from './environment.ts';
import type { SettingName } from './schema.ts';
import { helpText } from './settings.ts';

/** The command line is wrong. The message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the command line asks for: to print a text, or to start something. */
export type Command = { print: string } | { start: 'graph' | 'portal'; config: Config };

const OPTIONS = {
  url: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

type Flag = 'url' | 'port' | 'host';

/** The settings that the flags set, for each thing that can be started. */
const FLAGS: Record<'graph' | 'portal', Partial<Record<Flag, SettingName>>> = {
  graph: { url: 'ODS_URL', port: 'PORT', host: 'HOST' },
  portal: { port: 'PORTAL_PORT' },
};

const USAGE = `ods-graphql: one typed GraphQL graph in front of an OpenDataSoft (Huwise) portal.

Usage:
  ods-graphql --url <address>   serve the graph over a portal
  ods-graphql                   serve the graph over the embedded portal (in a clone of the project)
  ods-graphql portal            serve the embedded portal alone (REST API v1)
In a clone of the project: npm start -- <options>, npm run portal -- <options>

Options; each overrides the setting behind it:
  --url <address>   ODS_URL: the portal to serve, such as https://data.example.org
  --port <number>   PORT: port of the graph (with portal: PORTAL_PORT)
  --host <address>  HOST: address to listen on
  -h, --help        this text
  -v, --version     the version
No option takes a secret: whoever may list the processes of a machine sees their options.

`;

/** Reads the command line; throws a UsageError, or a ConfigError for a value that is wrong. */
export function readCommand(args: readonly string[]): Command {
  const { values, tokens, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === 'option') checkOption(token);
  if (values.help) return { print: USAGE + helpText() };
  if (values.version) return { print: `${version()}\n` };
  const start = startedBy(positionals);
  const flags = FLAGS[start];
  const given: Partial<Record<SettingName, string>> = {};
  const names = new Map<string, string>();
  for (const flag of ['url', 'port', 'host'] as const) {
    const value = values[flag];
    if (typeof value !== 'string') continue;
    const setting = flags[flag];
    if (setting === undefined)
      throw new UsageError(`--${flag} is an option of the graph: the portal alone does not have it.`);
    given[setting] = value;
    names.set(setting, `--${flag}`);
  }
  return { start, config: readConfigWith(given, (setting) => names.get(setting) ?? setting) };
}

function checkOption({
  name,
  rawName,
  value,
}: {
  name: string;
  rawName: string;
  value?: string | undefined;
}) {
  const option = Object.entries(OPTIONS).find(([known]) => known === name)?.[1];
  if (option === undefined) {
    throw new UsageError(
      `There is no option ${rawName}: there are --url, --port, --host, --help and --version. ` +
        'All else, and every secret, is an environment variable; see --help.',
    );
  }
  if (option.type === 'string' && !value) throw new UsageError(`${rawName} needs a value; see --help.`);
  if (option.type === 'boolean' && value !== undefined) throw new UsageError(`${rawName} takes no value.`);
}

function startedBy(positionals: readonly string[]): 'graph' | 'portal' {
  const [command, ...rest] = positionals;
  if (command === undefined) return 'graph';
  if (command === 'portal' && rest.length === 0) return 'portal';
  // Not repeated: the address may have a credential.
  if (/^https?:/.test(command)) throw new UsageError('The address of a portal is given as --url <address>.');
  throw new UsageError(`There is no "${positionals.join(' ')}" to start; see --help.`);
}

function version(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return version;
}
