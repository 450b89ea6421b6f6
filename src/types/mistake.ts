/** What is wrong with the files of types, told all at once: whoever edits them by hand corrects all of it in one go. */
import { bounded } from '../ods/text.ts';

/** One mistake in a file. */
export interface Mistake {
  /** The name of the file. */
  file: string;
  /** Where in it, such as `fields[2].name`; empty for the file as a whole. */
  path: string;
  /** What is wrong, and what would be right: it ends a sentence that begins with the place. */
  message: string;
}

/** More are not read by anybody at once. */
const MAX_TOLD = 50;
const MAX_MESSAGE = 400;

/** The types of a folder cannot be used. The message names each file, the place in it and what would be right. */
export class TypeFilesError extends Error {
  override readonly name = 'TypeFilesError';
  readonly mistakes: readonly Mistake[];

  constructor(folder: string, mistakes: readonly Mistake[]) {
    const told = mistakes.slice(0, MAX_TOLD).map((mistake) => `  ${sentenceOf(mistake)}`);
    if (mistakes.length > MAX_TOLD) told.push(`  And ${mistakes.length - MAX_TOLD} more.`);
    super([`The types in ${folder} cannot be used:`, ...told].join('\n'));
    this.mistakes = mistakes;
  }
}

function sentenceOf({ file, path, message }: Mistake): string {
  const place = path === '' ? file : `${file}: ${path}`;
  return `${bounded(place, MAX_MESSAGE)} ${bounded(message, MAX_MESSAGE)}.`;
}
