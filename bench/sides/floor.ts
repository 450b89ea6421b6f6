/**
 * The floor: a proxy written by hand, of `node:http` and undici alone. For each row it makes the calls, parses, picks
 * what was asked and serialises. It checks nothing, limits nothing and knows its questions beforehand.
 *
 * `node floor.ts <port> <portal>`. Below `/kept` each answer is made once and then sent as bytes from a map.
 */
import { createServer, type ServerResponse } from 'node:http';
import { Pool } from 'undici';
import { ANSWERS } from './floor-answers.ts';

const [port, portal = ''] = process.argv.slice(2);
/** As many connections as the product has by default. */
const pool = new Pool(portal, { connections: 16 });
const kept = new Map<string, Buffer>();

async function get(path: string): Promise<string> {
  const { statusCode, body } = await pool.request({ method: 'GET', path });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${path} is answered with ${statusCode}`);
  return text;
}

async function post(path: string, form: string): Promise<string> {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path,
    body: form,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${path} is answered with ${statusCode}`);
  return text;
}

async function make(target: string): Promise<string> {
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(1, question);
  const answer = ANSWERS[question < 0 ? path.slice(1) : path];
  if (!answer) throw new Error(`The floor knows no ${path}.`);
  const data = await answer(new URLSearchParams(question < 0 ? '' : target.slice(question)), { get, post });
  return JSON.stringify({ data });
}

function send(response: ServerResponse, body: string | Buffer): void {
  response
    .writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    })
    .end(body);
}

/** A bare pipe: the bytes as they come. */
async function pipe(path: string, response: ServerResponse): Promise<void> {
  await pool.stream({ method: 'GET', path, opaque: response }, ({ headers }) => {
    response.writeHead(200, { 'content-type': String(headers['content-type']) });
    return response;
  });
}

async function answer(target: string, response: ServerResponse): Promise<void> {
  if (target === '/health') return send(response, '{}');
  if (target.startsWith('/api/')) return pipe(target, response);
  if (!target.startsWith('/kept/')) return send(response, await make(target));
  let bytes = kept.get(target);
  if (!bytes) {
    bytes = Buffer.from(await make(target.slice('/kept'.length)));
    kept.set(target, bytes);
  }
  send(response, bytes);
}

const server = createServer(({ url = '/' }, response) => {
  answer(url, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.writeHead(500).end();
  });
});
server.keepAliveTimeout = 600_000;
server.listen(Number(port), '127.0.0.1');
process.once('SIGTERM', () => process.exit());
