/**
 * Performs a Dockerfile without an engine: each stage is a folder that stands for the root of an image, and each
 * instruction is done there. Commands run with this machine's Node.js and npm, so their paths must be relative to
 * WORKDIR; what the instructions themselves name (COPY, WORKDIR) is taken as of the image.
 */
import { globSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import ignore from '@balena/dockerignore';
import { type Arg, Copy, DockerfileParser, From, type Instruction } from 'dockerfile-ast';
import { run } from '../support/program.ts';

export interface Image {
  /** What a container's root would be. */
  root: string;
  /** The folder, on this machine, in which its commands run. */
  workdir: string;
  env: Record<string, string>;
  user: string;
  healthcheck: string[];
  entrypoint: string[];
}

/** Builds images of one Dockerfile, each stage once. */
export class ImageBuilder {
  readonly #context: string;
  readonly #folder: string;
  readonly #instructions: ReadonlyMap<string, Instruction[]>;
  /** The build arguments that images are named by. */
  readonly #args: ReadonlyMap<string, string>;
  readonly #images = new Map<string, Promise<Image>>();

  /** Takes the Dockerfile and .dockerignore of the context, and puts the stages into the folder. */
  constructor(context: string, folder: string, args: Record<string, string> = {}) {
    this.#context = context;
    this.#folder = folder;
    const dockerfile = readFileSync(join(context, 'Dockerfile'), 'utf8');
    this.#instructions = stagesOf(dockerfile);
    this.#args = new Map([...argsOf(dockerfile), ...Object.entries(args)]);
  }

  /** The stages in their order; the last is what is built where none is named. */
  get stages(): string[] {
    return [...this.#instructions.keys()];
  }

  /** The published images that stages begin with. */
  get bases(): string[] {
    const names = this.stages.map((stage) => this.#baseOf(stage));
    return names.filter((name) => !this.#instructions.has(name));
  }

  build(stage: string): Promise<Image> {
    const image = this.#images.get(stage) ?? this.#perform(stage);
    this.#images.set(stage, image);
    return image;
  }

  async #perform(stage: string): Promise<Image> {
    const [, ...instructions] = this.#instructions.get(stage) ?? [];
    const image = await this.#base(this.#baseOf(stage), join(this.#folder, stage));
    for (const instruction of instructions) await this.#do(instruction, image);
    return image;
  }

  #baseOf(stage: string): string {
    const [from] = this.#instructions.get(stage) ?? [];
    if (!(from instanceof From)) throw new Error(`The Dockerfile has no stage "${stage}".`);
    return (from.getImage() ?? '').replace(/\$\{(\w+)\}/g, (_, name: string) => this.#args.get(name) ?? '');
  }

  /** An earlier stage, copied, or the published image: an empty folder, for Node.js and npm are this machine's. */
  async #base(name: string, root: string): Promise<Image> {
    mkdirSync(root);
    if (!this.#instructions.has(name)) {
      if (!/^node:24(\.\d+)*-slim@sha256:[0-9a-f]{64}$/.test(name))
        throw new Error(`This machine cannot stand for ${name}.`);
      return { root, workdir: root, env: {}, user: 'root', healthcheck: [], entrypoint: [] };
    }
    const base = await this.build(name);
    await run('cp', ['-a', `${base.root}/.`, root]);
    return { ...base, root, workdir: join(root, base.workdir.slice(base.root.length)), env: { ...base.env } };
  }

  async #do(instruction: Instruction, image: Image): Promise<void> {
    const text = instruction.getArgumentsContent() ?? '';
    const words = instruction.getArguments().map((argument) => argument.getValue());
    switch (instruction.getKeyword()) {
      case 'WORKDIR':
        image.workdir = placeIn(image, text);
        mkdirSync(image.workdir, { recursive: true });
        return;
      case 'ENV':
        for (const word of words) image.env[word.split('=')[0] ?? ''] = word.slice(word.indexOf('=') + 1);
        return;
      case 'COPY':
        return this.#copy(instruction, words, image);
      case 'RUN':
        await run('/bin/sh', ['-c', text], {
          cwd: image.workdir,
          // A build reaches its registry as this machine does.
          env: { ...process.env, NODE_ENV: undefined, ...image.env },
        });
        return;
      case 'USER':
        image.user = text;
        return;
      case 'HEALTHCHECK':
        image.healthcheck = jsonOf(instruction);
        return;
      case 'ENTRYPOINT':
        image.entrypoint = jsonOf(instruction);
        return;
      case 'EXPOSE':
        return;
      default:
        throw new Error(`Nobody here knows how to do ${instruction.getKeyword()}.`);
    }
  }

  async #copy(instruction: Instruction, words: string[], image: Image): Promise<void> {
    const target = placeIn(image, words.at(-1) ?? '');
    const isFolder = words.at(-1)?.endsWith('/') || words.length > 2;
    const from =
      instruction instanceof Copy
        ? instruction
            .getFlags()
            .find((flag) => flag.getName() === 'from')
            ?.getValue()
        : undefined;
    for (const source of words.slice(0, -1)) {
      if (from) {
        const built = placeIn(await this.build(from), source);
        if (statSync(built).isDirectory()) await copyAll(built, target);
        else await copyFile(built, isFolder ? join(target, basename(source)) : target);
      } else
        for (const file of this.#filesOf(source))
          await copyFile(join(this.#context, file), named(file, source));
    }
    /** A folder's files keep their places below it; a file keeps its name where the target is a folder. */
    function named(file: string, source: string): string {
      if (file !== source) return join(target, file.slice(source.length + 1));
      return isFolder ? join(target, basename(file)) : target;
    }
  }

  /** The files of the context that a source names; an error where .dockerignore keeps it out. */
  #filesOf(source: string): string[] {
    const rules = ignore.default().add(readFileSync(join(this.#context, '.dockerignore'), 'utf8'));
    const isFolder = statSync(join(this.#context, source)).isDirectory();
    const files = isFolder ? globSync(`${source}/**/*`, { cwd: this.#context, withFileTypes: true }) : null;
    const names = files
      ? files
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => join(parentPath, name).slice(join(this.#context, '/').length))
      : [source];
    const sent = rules.filter(names);
    if (sent.length === 0) throw new Error(`COPY ${source}: .dockerignore keeps it out of the context.`);
    return sent;
  }
}

/** What a command of the image runs with, and nothing of this process but where its programs are. */
export function environmentOf(image: Image, more: Record<string, string> = {}): Record<string, string> {
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  return { PATH, HOME: process.env.HOME ?? '', ...image.env, ...more };
}

/** The build arguments before the first stage, as they are by default. */
function argsOf(dockerfile: string): [string, string][] {
  const args = DockerfileParser.parse(dockerfile).getInitialARGs();
  return args.map((arg: Arg) => [arg.getProperty()?.getName() ?? '', arg.getProperty()?.getValue() ?? '']);
}

function stagesOf(dockerfile: string): Map<string, Instruction[]> {
  const stages = new Map<string, Instruction[]>();
  let current: Instruction[] = [];
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    if (instruction instanceof From) {
      current = [];
      stages.set(instruction.getBuildStage() ?? String(stages.size), current);
    }
    current.push(instruction);
  }
  return stages;
}

/** The exec form: a shell in between would keep signals from the program. */
function jsonOf(instruction: Instruction): string[] {
  const [, json] = /(?:^|\bCMD\s+)(\[.*\])$/s.exec(instruction.getArgumentsContent() ?? '') ?? [];
  if (json === undefined) throw new Error(`${instruction.getKeyword()} is not in the exec form.`);
  return JSON.parse(json);
}

/** A path of the image on this machine. */
function placeIn({ root, workdir }: Image, path: string): string {
  return path.startsWith('/') ? join(root, path) : join(workdir, path);
}

async function copyAll(source: string, target: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  await run('cp', ['-a', `${source}/.`, target]);
}

async function copyFile(source: string, target: string): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  await run('cp', ['-a', source, target]);
}

/** Names of the packages installed in an image. */
export function packagesOf({ workdir }: Image): string[] {
  const modules = join(workdir, 'node_modules');
  return readdirSync(modules)
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((part) => `${name}/${part}`) : [name],
    )
    .filter((name) => !name.startsWith('.'));
}
