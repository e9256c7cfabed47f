/** The pages of the inbox that were read so far, and what the person does with them. */
import type { NoticeShown } from '../api/types';
import { failureOf, type Failure } from '../failure';
import type { NoticesApi } from './api';
import type { Unread } from './unread.svelte';

export class Inbox {
  items = $state.raw<NoticeShown[] | null>(null);
  cursor = $state.raw<string | null>(null);
  failure = $state.raw<Failure | null>(null);
  isLoading = $state(false);
  #round = 0;

  constructor(
    private readonly api: NoticesApi,
    private readonly unread: Unread,
  ) {}

  /** From the newest on, or what comes after `cursor`. */
  async load(unreadOnly: boolean, cursor = ''): Promise<void> {
    const round = ++this.#round;
    this.isLoading = true;
    try {
      const { data } = await this.api.page({ unread: unreadOnly ? 'true' : '', cursor });
      if (round !== this.#round) return;
      this.items = cursor ? [...(this.items ?? []), ...data.items] : data.items;
      this.cursor = data.next_cursor;
      this.unread.count = data.unread;
      this.failure = null;
    } catch (error) {
      if (round === this.#round) this.failure = failureOf(error);
    } finally {
      if (round === this.#round) this.isLoading = false;
    }
  }

  async read(notice: NoticeShown): Promise<void> {
    if (notice.read_at) return;
    await this.#do(() => this.api.readOne(notice.id), new Set([notice.id]));
  }

  async readAll(): Promise<void> {
    await this.#do(() => this.api.readAll(), null);
  }

  /** Shown at once; a failure is told, and the server is asked what is so. */
  async #do(send: () => Promise<void>, ids: ReadonlySet<string> | null): Promise<void> {
    const before = this.items;
    const read_at = new Date().toISOString();
    const isMeant = (each: NoticeShown): boolean => !each.read_at && (ids?.has(each.id) ?? true);
    this.items = before?.map((each) => (isMeant(each) ? { ...each, read_at } : each)) ?? null;
    try {
      await send();
      this.failure = null;
    } catch (error) {
      this.items = before;
      this.failure = failureOf(error);
    }
    await this.unread.look();
  }
}
