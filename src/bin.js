#!/usr/bin/env -S node --max-semi-space-size=16
/**
 * The command `ods-graphql`. It is JavaScript, so that older versions of Node.js read it too and tell which one is needed,
 * and so that no start loads what strips types: all that it imports is stripped already, in the compile cache.
 */

import module from 'node:module';
import v8 from 'node:v8';

const NODE = 24;

if (Number(process.versions.node.split('.')[0]) < NODE) {
  process.stderr.write(
    `ods-graphql needs Node.js ${NODE} or later, and this is ${process.version} (${process.execPath}).\n`,
  );
  process.exitCode = 1;
} else {
  // The library of GraphQL checks its own types at every step unless it is told that this is no development of it.
  // biome-ignore lint/style/noProcessEnv: it is no setting of ours.
  process.env.NODE_ENV ??= 'production';
  // V8 would let the heap grow fourfold before it collects. With this, and semi-spaces of 16 MB, a server takes half the
  // memory under load. Answers of a thousand records take up to a seventh more of the processor for it: bench/NOTES.md has
  // the figures.
  v8.setFlagsFromString('--heap-growing-percent=50');
  // What operations hold while the portal is waited for survives collections, so V8 would make the like of it among the
  // old. There it is garbage that keeps the answers alive which it points to, and all of them are copied: at some thirty
  // requests at a time, operations took up to twice the processor time.
  v8.setFlagsFromString('--no-allocation-site-pretenuring');
  // What was compiled once, and stripped of its types, is read from a file at the next start.
  module.enableCompileCache();
  await import('./main.ts');
  // Whatever ends the process, the next start has it.
  module.flushCompileCache();
}
