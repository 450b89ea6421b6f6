/** Clients that want much compressed at a time, and clients that want it and leave. */
import { expect, test } from 'vitest';
import { sendCoded } from '../support/coded.ts';
import { besiege } from '../support/hostile.ts';
import { head, openSocket } from '../support/raw-http.ts';

const siege = besiege();
const CODINGS = ['zstd', 'br', 'gzip'];

/** An operation that is no other one, with an answer of 700 KB. */
const operation = (name: string) =>
  `{ ${name}: dataset(datasetId: "earthquakes") { records(first: 1000) { nodes { recordId fields } } } }`;
const codingOf = (index: number) => CODINGS[index % CODINGS.length] ?? '';

test('eighty large answers are compressed at a time, each another', async () => {
  const replies = await siege.attack(
    ({ url }) =>
      Promise.all(
        Array.from({ length: 80 }, (_, index) =>
          sendCoded(`${url}/graphql`, { json: { query: operation(`a${index}`) }, accepted: codingOf(index) }),
        ),
      ),
    { within: 60_000 },
  );
  for (const [index, { status, coding, text }] of replies.entries()) {
    expect(status).toBe(200);
    expect([codingOf(index), 'identity']).toContain(coding);
    expect(text.startsWith(`{"data":{"a${index}":{"records":`)).toBe(true);
  }
});

test('eighty clients leave before their large answer is compressed', async () => {
  await siege.attack(
    async ({ url }) => {
      for (let index = 0; index < 80; index += 1) {
        const socket = await openSocket(url);
        const target = `/graphql?${new URLSearchParams({ query: operation(`b${index % 20}`) })}`;
        socket.write(head(`GET ${target}`, 'Host: localhost', `Accept-Encoding: ${codingOf(index)}`));
        setTimeout(() => socket.destroy(), index % 100);
      }
    },
    { within: 60_000 },
  );
});
