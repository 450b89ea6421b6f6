/** The folder of the program, whether it is there yet or not. */
export function folderOfProgram(): string;
/** Builds the program into its folder, if it is not there, in a process of its own, for which this one may not wait at its end. */
export function buildProgram(folder?: string, isWaitedFor?: boolean): Promise<void>;
