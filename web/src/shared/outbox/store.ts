/** Where reports wait on the device (IndexedDB). The worker reads the same store when no page is open. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

import type { OutboxItem } from './item';

interface Schema extends DBSchema {
  reports: { key: string; value: OutboxItem };
  access: { key: string; value: string };
}

const TOKEN = 'token';
/** Kept instead of a token when a cookie fetches one. */
export const BY_COOKIE = 'by-cookie';

export class OutboxStore {
  #db: Promise<IDBPDatabase<Schema>>;

  constructor(name = 'hue') {
    this.#db = openDB<Schema>(name, 1, {
      upgrade(db) {
        db.createObjectStore('reports', { keyPath: 'id' });
        db.createObjectStore('access');
      },
    });
  }

  async all(): Promise<OutboxItem[]> {
    const items = await (await this.#db).getAll('reports');
    return items.sort((one, other) => one.createdAt - other.createdAt);
  }

  async get(id: string): Promise<OutboxItem | undefined> {
    return (await this.#db).get('reports', id);
  }

  async put(item: OutboxItem): Promise<void> {
    await (await this.#db).put('reports', item);
  }

  async remove(id: string): Promise<void> {
    await (await this.#db).delete('reports', id);
  }

  /** How to get in is kept here too because a service worker cannot read localStorage. */
  async keepAccess(access: string | null): Promise<void> {
    const db = await this.#db;
    if (access) await db.put('access', access, TOKEN);
    else await db.delete('access', TOKEN);
  }

  async access(): Promise<string | null> {
    return (await (await this.#db).get('access', TOKEN)) ?? null;
  }

  async close(): Promise<void> {
    (await this.#db).close();
  }
}
