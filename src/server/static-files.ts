/** Files of a built page, by their names. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Encoding, encodingFor } from './accept.ts';
import { etagOf, isKnown } from './etag.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
};
const ENCODINGS: Readonly<Record<string, Encoding>> = { '.br': 'br', '.gz': 'gzip' };
/** What is given to a connection at a time; the next piece follows when this one has left. */
const PIECE = 64 * 1024;

type Bytes = Uint8Array<ArrayBuffer>;

interface Body {
  bytes: Bytes;
  etag: string;
}

interface File {
  type: string;
  /** Where the file is, in each form that the build has left. */
  paths: Map<Encoding, string>;
  /** What has been read of them: once, for all clients together. */
  bodies: Map<Encoding, Promise<Body>>;
}

/**
 * Answers with files of a folder as they are when this is made. A request never reaches the disk by a path of its own:
 * it finds a name, or nothing. All clients are sent pieces of one copy, so that a client that does not read holds no
 * memory, and no open file.
 */
export class StaticFiles {
  readonly #files = new Map<string, File>();

  constructor(folder: string) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const encoding = ENCODINGS[extname(path)];
      const plain = encoding ? path.slice(0, -extname(path).length) : path;
      const name = relative(folder, plain).split(sep).join('/');
      const type = TYPES[extname(plain)] ?? 'application/octet-stream';
      const file = this.#files.get(name) ?? { type, paths: new Map(), bodies: new Map() };
      file.paths.set(encoding ?? 'identity', path);
      this.#files.set(name, file);
    }
  }

  /** The file of this name, in the form that the client likes best, with these headers; null if there is none. */
  async answer(request: Request, name: string, headers: Record<string, string>): Promise<Response | null> {
    const file = this.#files.get(name);
    if (!file) return null;
    const encoding = encodingFor(request.headers.get('accept-encoding'), [...file.paths.keys()]);
    const { bytes, etag } = await bodyOf(file, encoding);
    const vary = [headers.Vary, 'Accept-Encoding'].filter(Boolean).join(', ');
    const all = { ...headers, 'X-Content-Type-Options': 'nosniff', Vary: vary, ETag: etag };
    if (isKnown(request.headers.get('if-none-match'), etag))
      return new Response(null, { status: 304, headers: all });
    return new Response(request.method === 'HEAD' ? null : streamOf(bytes), {
      headers: {
        ...all,
        'Content-Type': file.type,
        'Content-Length': String(bytes.length),
        ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
      },
    });
  }
}

/** What the file is in this form; read when it is first asked for. */
function bodyOf(file: File, encoding: Encoding): Promise<Body> {
  const known = file.bodies.get(encoding);
  if (known) return known;
  const body = readBody(file, encoding);
  file.bodies.set(encoding, body);
  // The file may be there the next time.
  body.catch(() => file.bodies.delete(encoding));
  return body;
}

async function readBody({ paths }: File, encoding: Encoding): Promise<Body> {
  const path = paths.get(encoding);
  const bytes = new Uint8Array(
    path === undefined
      ? await promisify(gunzip)(await readFile(paths.get('gzip') ?? ''))
      : await readFile(path),
  );
  return { bytes, etag: etagOf(bytes) };
}

/** Pieces of the one copy, each when it is asked for. */
function streamOf(bytes: Bytes): ReadableStream<Bytes> {
  let sent = 0;
  return new ReadableStream(
    {
      pull(controller) {
        const piece = bytes.subarray(sent, sent + PIECE);
        sent += piece.length;
        if (piece.length > 0) controller.enqueue(piece);
        if (sent >= bytes.length) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
