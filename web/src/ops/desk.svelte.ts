/** The live queue and its figures. Events only say that something changed; the read models say what. */
import type { Queue, Statistics } from '../shared/api/types';
import { Live } from '../shared/live.svelte';
import { Resource } from '../shared/resource.svelte';
import { api, session } from './app.svelte';
import { compare, matches, NO_FILTER, type Filter } from './queue';

/** At most this often, however many events come. */
const READ_EVERY_MS = 500;
/** Lists follow their events a little later: one more look catches the last of a burst. */
const LAST_LOOK_MS = 1_500;

export class Desk {
  readonly queue = new Resource<Queue>(() => api.queue());
  readonly figures = new Resource<Statistics>(() => api.statistics());
  filter = $state<Filter>({ ...NO_FILTER });
  /** Ids changed since the last frame, for the open report; null: any. */
  changed = $state.raw<{ ids: ReadonlySet<string> | null }>({ ids: new Set() });
  readonly sorted = $derived([...(this.queue.data?.items ?? [])].sort(compare));
  readonly shown = $derived(this.sorted.filter((item) => matches(item, this.filter)));
  readonly live: Live;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;
  #readAt = 0;

  constructor() {
    this.live = new Live({
      token: () => session.token(),
      after: (token) => session.after(token),
      onHeard: (seq) => api.hear(seq),
      onChange: (ids) => {
        this.changed = { ids };
        this.refresh();
      },
    });
    this.#read();
  }

  refresh(): void {
    const wait = Math.max(0, this.#readAt + READ_EVERY_MS - Date.now());
    this.#soon ??= setTimeout(() => this.#read(), wait);
    clearTimeout(this.#late);
    this.#late = setTimeout(() => this.#read(), LAST_LOOK_MS);
  }

  close(): void {
    this.live.close();
    clearTimeout(this.#soon);
    clearTimeout(this.#late);
  }

  #read(): void {
    this.#soon = undefined;
    this.#readAt = Date.now();
    void this.queue.load();
    void this.figures.load();
  }
}
