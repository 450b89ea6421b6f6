/** The settings as options of a program: the same names in camel case, the same checks and defaults. */
import type { PortalInfo } from './schema/context.ts';
import type { SchemaOptions, ServerOptions } from './server-options.ts';
import { type Config, ConfigError, readConfig } from './settings/environment.ts';
import type { SettingName } from './settings/schema.ts';
import { settingNames } from './settings/settings.ts';

/** Settings that are of the program alone: the address on which it listens, and the portal that it brings. */
export const PROGRAM_SETTINGS = /^(PORT|HOST|METRICS_HOST|PORTAL_.*)$/;

/** Settings of the listener, which whoever embeds the graph brings. */
export const LISTENER_SETTINGS =
  /^(OTEL_EXPORTER_OTLP_ENDPOINT|METRICS_PORT|MAX_CONNECTIONS|HEADERS_TIMEOUT|REQUEST_TIMEOUT|IDLE_TIMEOUT|DRAIN_DELAY|SHUTDOWN_GRACE|COMPRESS_FROM_KB)$/;

/** The options by their names, each with its setting. */
const SETTINGS: ReadonlyMap<string, SettingName> = new Map(
  settingNames
    .filter((setting) => !PROGRAM_SETTINGS.test(setting) && !LISTENER_SETTINGS.test(setting))
    .map((setting) => [optionName(setting), setting]),
);

/** The settings that the options stand for; throws a ConfigError that names the first option that is wrong. */
export function configOf({ logger, ...options }: SchemaOptions | ServerOptions): Config {
  checkLogger(logger);
  const environment = Object.fromEntries(
    Object.entries(options).map(([option, value]) => {
      const setting = SETTINGS.get(option);
      if (setting !== undefined) return [setting, textOf(option, value)];
      const known = ['logger', ...SETTINGS.keys()].sort().join(', ');
      throw new ConfigError(`There is no option "${option}". There are ${known}.`);
    }),
  );
  const config = readConfig(environment, optionName);
  if (config.ODS_URL) return config;
  throw new ConfigError('odsUrl is missing: it must be the http or https address of the portal to serve.');
}

/** The portal that the settings name. */
export function portalAt({ ODS_URL }: Config): PortalInfo {
  if (ODS_URL === undefined) throw new ConfigError('No portal is named: ODS_URL is not set.');
  return { url: ODS_URL, name: ODS_URL.host, apiVersion: '1.0', embedded: false };
}

/** `ODS_URL` as an option: `odsUrl`. */
function optionName(setting: string): string {
  return setting.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** A value as the setting's variable would hold it, so that there is one check and one meaning of each. */
function textOf(option: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return String(value);
  if (value instanceof URL) return value.href;
  if (Array.isArray(value)) {
    // The variable has commas between tokens: one with a comma would become two that nobody chose.
    if (value.every((token) => typeof token === 'string' && /^[^,\s]+$/.test(token))) return value.join(',');
    throw new ConfigError(`${option} (not shown) cannot be used: it must be texts without commas or spaces.`);
  }
  if (option === 'odsPushKeys' && typeof value === 'object' && value !== null) return JSON.stringify(value);
  throw new ConfigError(
    `${option} cannot be used: it is ${value === null ? 'null' : `of type ${typeof value}`}.`,
  );
}

function checkLogger(logger: unknown): void {
  if (logger === undefined) return;
  const isLogger =
    typeof logger === 'object' &&
    logger !== null &&
    (['info', 'warn', 'error'] as const).every((level) => level in logger);
  if (!isLogger)
    throw new ConfigError('logger cannot be used: it must have info, warn and error, as pino has.');
}
