/** The lines of the log, until they are written. */
import { levels } from 'pino';

/** A line of the log: a message, and before it what belongs to it. */
export interface LogLine {
  (values: object, message?: string): void;
  (message: string): void;
}

/** What the library writes when it is told to take bytes; it says texts for both. */
interface ByteFile {
  write(bytes: Uint8Array | string): boolean;
  flush(): void;
}

/** A line of `info` that is no text yet. */
interface Waiting {
  values: object | string;
  message: string | undefined;
  time: number;
}

/** Lines of `info` that wait, at most; and for how many milliseconds. */
const MOST_WAITING = 64;
export const AT_LATEST = 250;

/** Those that may have lines that wait: they are written when the process ends, too. */
const unwritten = new Set<LogFile>();
let isWatched = false;

/**
 * Lines of `info`, of which there is one for each request, become text many at a time: one after each request would cost
 * more, since the processor has other code at hand by then. They are written as the library writes them, which looks at
 * each value by itself and takes longer; all other lines are its own. bench/NOTES.md has the figures.
 */
export class LogFile {
  readonly #file: ByteFile;
  readonly #ofProcess: string;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | null = null;
  #last = { message: '', members: membersOf({ msg: '' }) };

  /** `base` is told with each line of `info`. */
  constructor(file: ByteFile, base: object) {
    this.#file = file;
    this.#ofProcess = membersOf(base);
    if (isWatched) return;
    isWatched = true;
    // Before the library's own, which writes what it has.
    process.prependListener('exit', () => {
      for (const each of unwritten) each.write();
    });
  }

  /** Its values must not change any more: they are read later. */
  readonly info: LogLine = (values: object | string, message?: string) => {
    if (this.#waiting.push({ values, message, time: Date.now() }) >= MOST_WAITING) this.write();
    this.#timer ??= this.#writeLater();
  };

  /** Writes a text after all lines that wait. */
  write(text = ''): void {
    const due = this.#waiting;
    if (due.length === 0 && text === '') return;
    this.#waiting = [];
    let all = '';
    for (const line of due) all += this.#textOf(line);
    // A text that waits costs half as much again as its bytes: all its parts are put together when it is written.
    this.#file.write(Buffer.from(all + text));
  }

  #writeLater(): NodeJS.Timeout {
    unwritten.add(this);
    return setTimeout(() => {
      this.#timer = null;
      unwritten.delete(this);
      this.write();
      this.#file.flush();
    }, AT_LATEST).unref();
  }

  #textOf({ values, message, time }: Waiting): string {
    const ofLine = typeof values === 'string' ? membersOf({ msg: values }) : membersOf(values);
    // Nearly all lines are of one kind.
    if (message !== undefined && message !== this.#last.message)
      this.#last = { message, members: membersOf({ msg: message }) };
    const ofMessage = message === undefined ? '' : this.#last.members;
    return `{"level":${levels.values.info},"time":${time}${this.#ofProcess}${ofLine}${ofMessage}}\n`;
  }
}

/** The members of a JSON object after others: none, or each with a comma before it. */
function membersOf(values: object): string {
  const json = JSON.stringify(values);
  return json === '{}' ? '' : `,${json.slice(1, -1)}`;
}
