/** Portals that take pushes, and what is said to them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PortalOptions, startPortal } from '../../src/portal/portal.ts';
import { type Answer, Client, encode } from './client.ts';

export const pushKeys: Record<string, string> = {
  'things/realtime': 'key-of-things',
  'things/echtzeit': 'key-of-echtzeit',
  'stock/realtime': 'key-of-stock',
  'vault/realtime': 'key-of-vault',
  'still/realtime': 'key-of-still',
};

export class PushClient extends Client {
  /** `/push` and `/delete`: `body` is sent as JSON, or as it is where it is text. */
  async send(path: string, body: unknown, parameters: Record<string, string>): Promise<Answer> {
    const init = { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
    return this.call(`/api/push/1.0/${path}/?${encode(parameters)}`, init);
  }

  /** Puts records into a dataset; throws where that is refused. */
  async push(dataset: string, records: unknown): Promise<void> {
    await this.#done(`${dataset}/realtime/push`, dataset, records);
  }

  /** Takes records out by their values. */
  async remove(dataset: string, records: unknown): Promise<void> {
    await this.#done(`${dataset}/realtime/delete`, dataset, records);
  }

  async #done(path: string, dataset: string, records: unknown): Promise<void> {
    const { status, text } = await this.send(path, records, {
      pushkey: pushKeys[`${dataset}/realtime`] ?? '',
    });
    if (status !== 200 || text !== '{"status":"ok"}') throw new Error(`${status} ${text}`);
  }

  /** Takes a record out by its id. */
  async removeById(dataset: string, recordid: string): Promise<Answer> {
    const pushkey = pushKeys[`${dataset}/realtime`] ?? '';
    return this.call(`/api/push/1.0/${dataset}/realtime/${recordid}/delete/?${encode({ pushkey })}`);
  }

  /** The values of one field of all records, in their order. */
  async values(dataset: string, field: string, parameters: Record<string, string> = {}): Promise<unknown[]> {
    const { records } = await this.records(dataset, { rows: '1000', ...parameters });
    return records.map((record) => record.fields[field]);
  }
}

/** A folder with the access file of these keys; remove it at the end. */
export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-push-'));
  const accessFile = join(folder, 'access.json');
  writeFileSync(accessFile, JSON.stringify({ apikeys: { 'key-one': { name: 'one' } }, pushkeys: pushKeys }));
  return { folder, accessFile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export const realtimeDefinitions = new URL('./fixtures/realtime.ts', import.meta.url).href;

/** A portal over the real-time fixtures; what is pushed is forgotten at the end, unless told otherwise. */
export async function startRealtime(options: PortalOptions = {}) {
  const { accessFile, remove } = makeFolder();
  const failures: Error[] = [];
  const portal = await startPortal({
    definitions: realtimeDefinitions,
    databaseFile: ':memory:',
    pushFile: ':memory:',
    accessFile,
    onFailure: (error) => failures.push(error),
    ...options,
  });
  const close = async () => {
    await portal.close();
    remove();
  };
  return { client: new PushClient(portal.url), close, failures };
}
