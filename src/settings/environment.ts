/** Reads the settings from the environment once, and checks them. Nothing else reads the environment. */
import type { z } from 'zod';
import { SCHEMA, type SettingName } from './schema.ts';
import { SETTINGS } from './settings.ts';
import { isAddressAlone } from './values.ts';

/** The settings, by the names of their environment variables. */
export type Config = Readonly<z.output<typeof SCHEMA>>;

/** A setting is wrong. The message names the setting, its value and what would be right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the settings. Throws a ConfigError at the first one that is wrong. `nameOf` says how the message names a setting:
 * by its variable or its option. An empty variable counts as not set.
 */
export function readConfig(
  environment: NodeJS.ProcessEnv = process.env,
  nameOf: (setting: string) => string = String,
): Config {
  const given = Object.fromEntries(
    Object.keys(SETTINGS).map((name) => [name, environment[name] || undefined]),
  );
  const result = SCHEMA.safeParse(given);
  try {
    if (!result.success) throw wrongSetting(String(result.error.issues[0]?.path[0]), given);
    checkTogether(result.data);
    return result.data;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(
      error.message.replace(/\b[A-Z_]{4,}\b/g, (word) => (word in SETTINGS ? nameOf(word) : word)),
    );
  }
}

/** Reads the settings of the environment. Those of `given` replace them. */
export function readConfigWith(
  given: Partial<Record<SettingName, string>>,
  nameOf: (setting: string) => string,
): Config {
  return readConfig({ ...process.env, ...given }, nameOf);
}

function wrongSetting(name: string, given: Record<string, string | undefined>): ConfigError {
  const setting = Object.entries(SETTINGS).find(([key]) => key === name)?.[1];
  // The value may have a login or a key in it, even if it is not an address.
  const hidden = setting?.secret || (/^(?:ODS|PUBLIC)_URL$/.test(name) && /[@?#]/.test(given[name] ?? ''));
  const shown = hidden ? '(not shown)' : JSON.stringify(given[name]);
  return new ConfigError(`${name}=${shown} cannot be used: it must be ${setting?.expects}.`);
}

function checkTogether({
  ODS_URL,
  ODS_APIKEY,
  ODS_USERNAME,
  ODS_PASSWORD,
  ODS_PUSH_KEYS,
  PUSH_TOKENS,
}: Config): void {
  if ((ODS_USERNAME === undefined) !== (ODS_PASSWORD === undefined)) {
    const [set, missing] =
      ODS_USERNAME === undefined ? ['ODS_PASSWORD', 'ODS_USERNAME'] : ['ODS_USERNAME', 'ODS_PASSWORD'];
    throw new ConfigError(`${set} is set and ${missing} is not: a login needs both.`);
  }
  if (ODS_APIKEY !== undefined && ODS_USERNAME !== undefined) {
    throw new ConfigError(
      'ODS_APIKEY and ODS_USERNAME are both set: the server has one credential, an API key or a login.',
    );
  }
  if (ODS_PUSH_KEYS !== undefined && PUSH_TOKENS === undefined) {
    throw new ConfigError('ODS_PUSH_KEYS is set and PUSH_TOKENS is not: nobody could use the push keys.');
  }
  if (ODS_URL && !isAddressAlone(ODS_URL)) {
    throw new ConfigError(
      'ODS_URL (not shown) cannot be used: it must be an address alone; set ODS_USERNAME and ODS_PASSWORD, or ODS_APIKEY, for the credential.',
    );
  }
}
