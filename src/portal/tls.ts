/** The certificate and the key of a portal that speaks TLS. */
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

export interface TlsFiles {
  /** The certificate, and those between it and a known authority, as PEM. */
  cert: string;
  /** Its private key, as PEM. */
  key: string;
}

export interface TlsContents {
  cert: Buffer;
  key: Buffer;
}

/** Throws an error for the person who starts the portal, without a word of what is in the key. */
export function readTls({ cert, key }: TlsFiles): TlsContents {
  const contents = { cert: read('certificate', cert), key: read('key', key) };
  try {
    createSecureContext(contents);
  } catch {
    throw new Error(`The portal's certificate ${cert} and its key ${key} cannot be used together for TLS.`);
  }
  return contents;
}

function read(what: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new Error(`The portal's ${what} for TLS, ${path}, cannot be read.`);
  }
}
