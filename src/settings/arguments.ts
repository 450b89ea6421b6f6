/** Reads the command line: what to start, and the settings that have an option. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Config, readConfigWith } from './environment.ts';
import type { SettingName } from './schema.ts';
import { helpText } from './settings.ts';
import { readTypesTask, type TypesTask } from './types-arguments.ts';
import { UsageError } from './usage-error.ts';

/** What the command line asks for: to print a text, to start something, or to do something with the files of types. */
export type Command =
  | { print: string }
  | { start: 'graph' | 'portal'; config: Config }
  | { types: TypesTask; config: Config };

const OPTIONS = {
  url: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  folder: { type: 'string' },
  as: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const SETTING_FLAGS = ['url', 'port', 'host', 'folder'] as const;
type Flag = (typeof SETTING_FLAGS)[number];
type Started = 'graph' | 'portal' | 'types';

/** The settings that the flags set, for each thing that can be asked for. */
const FLAGS: Record<Started, Partial<Record<Flag, SettingName>>> = {
  graph: { url: 'ODS_URL', port: 'PORT', host: 'HOST', folder: 'TYPES' },
  portal: { port: 'PORTAL_PORT' },
  types: { url: 'ODS_URL', folder: 'TYPES' },
};

const NAMES: Record<Started, string> = {
  graph: 'the graph',
  portal: 'the portal alone',
  types: 'the command types',
};

const USAGE = `ods-graphql: one typed GraphQL graph in front of an OpenDataSoft (Huwise) portal.

Usage:
  ods-graphql --url <address>   serve the graph over a portal
  ods-graphql                   serve the graph over the embedded portal (in a clone of the project)
  ods-graphql portal            serve the embedded portal alone (REST API v1)
  ods-graphql types <task>      make datasets types of the graph, in files that the server reads:
      add <dataset> [--as Name]   write the file of a dataset's type
      list                        list the types
      update [name…]              bring files up to date with the portal; what is there by hand stays
      check [name…]               say what the portal has changed since; ends with 1 if anything breaks clients
      remove <name…>              remove files
In a clone of the project: npm start -- <options>, npm run portal -- <options>

Options; each overrides the setting behind it:
  --url <address>   ODS_URL: the portal to serve, such as https://data.example.org
  --port <number>   PORT: port of the graph (with portal: PORTAL_PORT)
  --host <address>  HOST: address to listen on
  --folder <path>   TYPES: folder of the types
  --as <Name>       with types add: what the type is called
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
  const as = typeof values.as === 'string' ? values.as : undefined;
  if (as !== undefined && start !== 'types') throw new UsageError('--as is an option of types add.');
  const task = start === 'types' ? readTypesTask(positionals.slice(1), as) : null;
  const flags = FLAGS[start];
  const given: Partial<Record<SettingName, string>> = {};
  const names = new Map<string, string>();
  for (const flag of SETTING_FLAGS) {
    const value = values[flag];
    if (typeof value !== 'string') continue;
    const setting = flags[flag];
    if (setting === undefined)
      throw new UsageError(`--${flag} is an option of the graph: ${NAMES[start]} does not have it.`);
    given[setting] = value;
    names.set(setting, `--${flag}`);
  }
  const config = readConfigWith(given, (setting) => names.get(setting) ?? setting);
  if (task) return { types: task, config };
  return { start: start === 'portal' ? 'portal' : 'graph', config };
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
      `There is no option ${rawName}: there are --url, --port, --host, --folder, --as, --help and --version. ` +
        'All else, and every secret, is an environment variable; see --help.',
    );
  }
  if (option.type === 'string' && !value) throw new UsageError(`${rawName} needs a value; see --help.`);
  if (option.type === 'boolean' && value !== undefined) throw new UsageError(`${rawName} takes no value.`);
}

function startedBy(positionals: readonly string[]): Started {
  const [command, ...rest] = positionals;
  if (command === undefined) return 'graph';
  if (command === 'portal' && rest.length === 0) return 'portal';
  if (command === 'types') return 'types';
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
