/** `ods-graphql types …`: the files that make datasets types of the graph are made, listed, compared and removed here. */
import { createLogger } from '../execution/logger.ts';
import type { Dataset } from '../ods/dataset.ts';
import { didYouMean } from '../ods/nearest.ts';
import { listed, shown } from '../ods/text.ts';
import { credentialOf, transportOf } from '../parts.ts';
import type { PortalInfo } from '../schema/context.ts';
import { apiSchema, schema } from '../schema/schema.ts';
import { withTypes } from '../schema/typed/typed-schema.ts';
import { type Config, ConfigError } from '../settings/environment.ts';
import type { TypesTask } from '../settings/types-arguments.ts';
import { UsageError } from '../settings/usage-error.ts';
import { baseNamesOf } from '../types/base-names.ts';
import { DatasetType } from '../types/dataset-type.ts';
import { typeFromDataset, updatedType } from '../types/from-dataset.ts';
import { pascalCase } from '../types/names.ts';
import { changesAtPortal } from '../types/type-changes.ts';
import { takenNames } from '../types/type-members.ts';
import type { TypeFile } from '../types/type-set.ts';
import { textOfType } from '../types/type-text.ts';
import { folderToWrite } from '../types-folder.ts';
import { datasetsAt } from './portal-datasets.ts';
import { TypeFolder } from './type-folder.ts';
import { summaryOf, updateOf } from './type-words.ts';

/** What the command works with. */
export interface TypesContext {
  config: Config;
  say: (line: string) => void;
  /** Gives the portal, and starts it first if it is the embedded one: not every task needs it. */
  portal: () => Promise<PortalInfo>;
}

/** Does the task; the code with which the program ends. */
export async function runTypes(task: TypesTask, context: TypesContext): Promise<number> {
  const command = new TypesCommand(context);
  switch (task.action) {
    case 'add':
      return command.add(task.dataset, task.as);
    case 'list':
      return command.list();
    case 'update':
      return command.update(task.names);
    case 'check':
      return command.check(task.names);
    case 'remove':
      return command.remove(task.names);
  }
}

class TypesCommand {
  readonly #context: TypesContext;
  readonly #folder: TypeFolder;

  constructor(context: TypesContext) {
    this.#context = context;
    this.#folder = new TypeFolder(folderToWrite(context.config), baseNamesOf(schema));
  }

  async add(datasetId: string, as: string | undefined): Promise<number> {
    if (as !== undefined && !DatasetType.shape.name.safeParse(as).success)
      throw new UsageError(
        `--as ${shown(as)} cannot be the name of a type: it must have letters, digits and _ alone, and no digit at the start.`,
      );
    const files = this.#folder.read();
    const known = files.find(({ type }) => type.dataset === datasetId);
    if (known) {
      const { file, type } = known;
      throw new ConfigError(
        `${file} makes a type of ${shown(datasetId)} already: its name, ${type.name}, is changed there.`,
      );
    }
    const dataset = (await this.#datasets([datasetId])).get(datasetId);
    if (!dataset) throw new ConfigError(lost(datasetId));
    const type = this.#folder.withSchema(typeFromDataset(dataset, as ?? this.#freeName(datasetId, files)));
    const added = { file: `${type.name}.json`, type };
    if (this.#folder.has(added.file))
      throw new ConfigError(`There is a file ${added.file} already: name the type otherwise by --as.`);
    this.#folder.check([...files, added]);
    this.#folder.write(added);
    this.#context.say(`${this.#folder.path}/${added.file}: ${summaryOf(type)}`);
    return 0;
  }

  list(): number {
    const files = this.#folder.read();
    for (const { type } of files) this.#context.say(summaryOf(type));
    if (files.length === 0) this.#context.say(`There are no types in ${this.#folder.path}.`);
    return 0;
  }

  async update(names: readonly string[]): Promise<number> {
    const files = this.#folder.read();
    const chosen = chosenOf(files, names);
    const datasets = await this.#datasets(chosen.map(({ type }) => type.dataset));
    const types = files.map(({ type }) => type);
    const after = files.map((file) => {
      const dataset = chosen.includes(file) ? datasets.get(file.type.dataset) : null;
      if (!dataset) return file;
      return { ...file, type: updatedType(file.type, dataset, takenNames(types, file.type.name)) };
    });
    this.#folder.check(after);
    for (const [index, { type }] of files.entries()) {
      const updated = after[index];
      if (updated === undefined || textOfType(updated.type) === textOfType(type)) continue;
      this.#folder.write(updated);
      this.#context.say(`${type.name}: ${updateOf(type, updated.type)}`);
    }
    const missing = chosen.filter(({ type }) => !datasets.get(type.dataset));
    for (const { file, type } of missing)
      this.#context.say(`${type.name}: ${lost(type.dataset)} ${file} stays as it is.`);
    return missing.length > 0 ? 1 : 0;
  }

  async check(names: readonly string[]): Promise<number> {
    const files = this.#folder.read();
    const chosen = chosenOf(files, names);
    const datasets = await this.#datasets(chosen.map(({ type }) => type.dataset));
    const types = files.map(({ type }) => type);
    const changes = await changesAtPortal(types, datasets, (some) => withTypes(apiSchema, some));
    for (const { type, criticality, message } of changes)
      this.#context.say(`${criticality.padEnd(9)}  ${type}: ${message}`);
    if (changes.length === 0) this.#context.say('The types are as the portal describes their datasets.');
    return changes.some(({ criticality }) => criticality === 'breaking') ? 1 : 0;
  }

  remove(names: readonly string[]): number {
    const files = this.#folder.read();
    const chosen = chosenOf(files, names);
    // No relation may lead to what is not there any more.
    this.#folder.check(files.filter((file) => !chosen.includes(file)));
    for (const file of chosen) {
      this.#folder.remove(file);
      this.#context.say(`${file.type.name}: ${this.#folder.path}/${file.file} is removed.`);
    }
    return 0;
  }

  async #datasets(ids: readonly string[]): Promise<ReadonlyMap<string, Dataset | null>> {
    const { config } = this.#context;
    const portal = await this.#context.portal();
    const transport = transportOf(config, portal, createLogger('silent'), Date.now, {});
    try {
      return await datasetsAt({ transport, credential: credentialOf(config) }, ids);
    } finally {
      await transport.close();
    }
  }

  /** What a dataset is called after its id, or that with a number if it is taken. */
  #freeName(datasetId: string, files: readonly TypeFile[]): string {
    const taken = new Set([...baseNamesOf(schema).types, ...files.map(({ type }) => type.name)]);
    const name = pascalCase(datasetId);
    for (let number = 1; ; number++) {
      const candidate = number === 1 ? name : `${name}_${number}`;
      if (!taken.has(candidate)) return candidate;
    }
  }
}

function lost(datasetId: string): string {
  return `The portal has no dataset ${shown(datasetId)}, or hides it from these credentials.`;
}

/** The files of the types with these names; all of them if there is no name. */
function chosenOf(files: readonly TypeFile[], names: readonly string[]): readonly TypeFile[] {
  if (names.length === 0) return files;
  const known = files.map(({ type }) => type.name);
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new UsageError(
      `There is no type ${shown(name)}; there are ${listed(known)}.${didYouMean(name, known)}`,
    );
  }
  return files.filter(({ type }) => names.includes(type.name));
}
