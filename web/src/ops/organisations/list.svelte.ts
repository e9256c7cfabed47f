/** The pages of one kind that were read so far. */
import { failureOf, type Failure } from '../../shared/failure';
import type { RegistryApi } from './api';
import type { Entry, KindName } from './kinds';

export class EntryList {
  items = $state.raw<Entry[] | null>(null);
  cursor = $state.raw<string | null>(null);
  failure = $state.raw<Failure | null>(null);
  isLoading = $state(false);
  #round = 0;

  constructor(private readonly registry: RegistryApi) {}

  async load(kind: KindName, query: Record<string, string>, cursor = ''): Promise<void> {
    const round = ++this.#round;
    this.isLoading = true;
    try {
      const { data } = await this.registry.page(kind, { ...query, cursor });
      if (round !== this.#round) return;
      this.items = cursor ? [...(this.items ?? []), ...data.items] : data.items;
      this.cursor = data.next_cursor;
      this.failure = null;
    } catch (error) {
      if (round === this.#round) this.failure = failureOf(error);
    } finally {
      if (round === this.#round) this.isLoading = false;
    }
  }

  /** What was just saved is seen, whatever the filters say. */
  put(entry: Entry): void {
    const items = this.items ?? [];
    const isThere = items.some(({ id }) => id === entry.id);
    this.items = isThere ? items.map((each) => (each.id === entry.id ? entry : each)) : [entry, ...items];
  }
}
