/** The deliveries of one webhook that were read so far, the newest first. */
import { queryString } from '../../shared/api/client';
import { failureOf, type Failure } from '../../shared/failure';
import { api } from '../app.svelte';
import type { Schemas } from './looks';

type Delivery = Schemas['WebhookDelivered'];
type Page = Schemas['Page_WebhookDelivered_'];
const STEP = 20;
const MOST = 100;

export class DeliveryList {
  items = $state.raw<Delivery[] | null>(null);
  cursor = $state.raw<string | null>(null);
  asOf = $state.raw<Date | null>(null);
  failure = $state.raw<Failure | null>(null);
  isLoading = $state(false);
  #round = 0;

  constructor(private readonly webhookId: string) {}

  /** From the newest on, as many as are shown; what is older than these stays as it was read. */
  async refresh(outcome: string): Promise<void> {
    const shown = this.items ?? [];
    await this.#read({ outcome, limit: Math.min(MOST, Math.max(STEP, shown.length)) }, (page) => {
      const last = page.items.at(-1);
      const older =
        shown.length > MOST && last ? shown.filter((each) => each.created_at < last.created_at) : [];
      this.items = [...page.items, ...older];
      if (!older.length) this.cursor = page.next_cursor;
    });
  }

  async more(outcome: string): Promise<void> {
    if (!this.cursor) return;
    await this.#read({ outcome, limit: STEP, cursor: this.cursor }, (page) => {
      const known = new Set(this.items?.map(({ id }) => id));
      this.items = [...(this.items ?? []), ...page.items.filter(({ id }) => !known.has(id))];
      this.cursor = page.next_cursor;
    });
  }

  /** Before another choice of outcomes is read. */
  clear(): void {
    this.items = this.cursor = null;
  }

  async #read(query: object, take: (page: Page) => void): Promise<void> {
    const round = ++this.#round;
    this.isLoading = true;
    try {
      const path = `/v1/webhooks/${this.webhookId}/deliveries${queryString(query)}`;
      const { data } = await api.read<Page>(path);
      if (round !== this.#round) return;
      take(data);
      this.asOf = new Date();
      this.failure = null;
    } catch (error) {
      if (round === this.#round) this.failure = failureOf(error);
    } finally {
      if (round === this.#round) this.isLoading = false;
    }
  }
}
