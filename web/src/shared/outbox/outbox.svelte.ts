/** The outbox as pages see it: a live list, and the moments when sending is tried. */
import { newDraft, step, type OutboxItem } from './item';
import { Sender, roundAlone } from './sender';
import { OutboxStore } from './store';

const EVERY_MS = 30_000;
const KEEP_SENT_MS = 24 * 60 * 60_000;

export interface OutboxOptions {
  token: () => Promise<string | null>;
  language: () => string;
}

export class Outbox {
  items = $state.raw<OutboxItem[]>([]);
  isLoaded = $state(false);
  readonly store = new OutboxStore();
  #sender: Sender;
  #news = new BroadcastChannel('hue-outbox');

  constructor(options: OutboxOptions) {
    this.#sender = new Sender({
      store: this.store,
      token: options.token,
      language: options.language,
      onChange: () => this.#changed(),
    });
    this.#news.onmessage = () => void this.refresh();
    addEventListener('online', () => this.trySending());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.trySending();
    });
    setInterval(() => this.trySending(), EVERY_MS);
    void this.#sweep().then(() => this.trySending());
  }

  async refresh(): Promise<void> {
    this.items = await this.store.all();
    this.isLoaded = true;
  }

  find(id: string): OutboxItem | undefined {
    return this.items.find((item) => item.id === id);
  }

  draft(id: string): OutboxItem {
    return newDraft(id, Date.now());
  }

  async save(item: OutboxItem): Promise<void> {
    await this.store.put(item);
    await this.#changed();
  }

  async queue(item: OutboxItem): Promise<void> {
    await this.save(step(item, { type: 'queue' }));
    this.trySending();
    await askForBackgroundSync();
  }

  async discard(id: string): Promise<void> {
    await this.store.remove(id);
    await this.#changed();
  }

  /** A person may ask for a try now: the waiting time is cut short. */
  async sendNow(id: string): Promise<void> {
    const item = await this.store.get(id);
    if (item?.state === 'queued') await this.save({ ...item, nextAt: 0 });
    this.trySending();
  }

  trySending(): void {
    if (navigator.onLine) void roundAlone(this.#sender);
  }

  async #changed(): Promise<void> {
    this.#news.postMessage('changed');
    await this.refresh();
  }

  async #sweep(): Promise<void> {
    for (const item of await this.store.all()) {
      if (item.state === 'sent' && item.createdAt < Date.now() - KEEP_SENT_MS)
        await this.store.remove(item.id);
    }
    await this.refresh();
  }
}

/** Where the browser has it, the worker sends even after the last page was closed. */
async function askForBackgroundSync(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration || !('sync' in registration)) return;
  const { sync } = registration as { sync: { register: (tag: string) => Promise<void> } };
  await sync.register('hue-outbox').catch(() => undefined);
}
