/** `npm start`: the program as it is kept for this state of the sources, or else from them, and built for the next start. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { buildProgram, folderOfProgram } from './kept-program.js';

const folder = folderOfProgram();
if (existsSync(folder)) await import(pathToFileURL(`${folder}/bin.js`).href);
else {
  await import('../src/bin.js');
  // It listens now, or has said why it does not.
  // A server that is told to stop does not wait for the build.
  if (process.exitCode === undefined) buildProgram(folder, false).catch(tell);
}

function tell(error) {
  process.stderr.write(
    `The program starts from its sources, since it could not be bundled: ${error.message}.\n`,
  );
}
