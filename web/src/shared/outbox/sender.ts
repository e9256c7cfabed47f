/** Sends what waits: photos first (resumable), then the report. An item leaves the queue only by a 2xx. */
import { ApiError, NetworkError, request } from '../api/http';
import type { OwnReport, ReportCreate } from '../api/types';
import { upload } from '../upload';

import { step, type OutboxEvent, type OutboxItem } from './item';
import type { OutboxStore } from './store';

export interface SenderOptions {
  store: OutboxStore;
  token: () => Promise<string | null>;
  language: () => string;
  base?: string;
  now?: () => number;
  onChange?: () => void;
}

/** Statuses after which the same request may succeed later. 409: the first try is still being worked on. */
const PASSING = new Set([408, 409, 423, 425, 429]);

/** Every note of progress is a write to the store. */
const TOLD_EVERY_BYTES = 2 << 20;

export class Sender {
  #now: () => number;
  #base: string;

  constructor(private readonly options: SenderOptions) {
    this.#now = options.now ?? Date.now;
    this.#base = options.base ?? '';
  }

  /** One round over all that is due. Run under the lock: two rounds at once would send twice. */
  async round(): Promise<void> {
    for (const found of await this.options.store.all()) {
      const item = found.state === 'sending' ? await this.#move(found, { type: 'interrupted' }) : found;
      if (item.state === 'needs_login' && (await this.options.token())) {
        await this.#send(await this.#move(item, { type: 'signed_in' }));
      } else if (item.state === 'queued' && item.nextAt <= this.#now()) {
        await this.#send(item);
      }
    }
  }

  async #send(queued: OutboxItem): Promise<void> {
    const token = await this.options.token();
    if (!token) {
      await this.#move(queued, { type: 'unauthenticated' });
      return;
    }
    let item = await this.#move(queued, { type: 'send' });
    try {
      item = await this.#sendPhotos(item, token);
      const report = await this.#sendReport(item, token);
      await this.#move(item, { type: 'delivered', code: report.code });
    } catch (error) {
      const current = (await this.options.store.get(item.id)) ?? item;
      await this.#move(current, this.#afterError(error));
    }
  }

  async #sendPhotos(item: OutboxItem, token: string): Promise<OutboxItem> {
    let current = item;
    const note = async (id: string, change: Partial<OutboxItem['photos'][number]>): Promise<void> => {
      const photos = current.photos.map((photo) => (photo.id === id ? { ...photo, ...change } : photo));
      current = { ...current, photos };
      await this.#save(current);
    };
    for (const { id, blob, sha256, location } of item.photos.filter((photo) => !photo.isUploaded)) {
      const endpoint = `${this.#base}/v1/report-uploads`;
      const onLocation = (begun: string): Promise<void> => note(id, { location: begun });
      let told = 0;
      const onProgress = (sentBytes: number): void => {
        if (sentBytes - told < TOLD_EVERY_BYTES) return;
        told = sentBytes;
        void note(id, { sentBytes });
      };
      await upload({ blob, sha256, token, endpoint, location, onLocation, onProgress });
      await note(id, { isUploaded: true });
    }
    return current;
  }

  async #sendReport(item: OutboxItem, token: string): Promise<OwnReport> {
    const { category, description, place, answers } = item.payload;
    const { lat, lon, address } = place ?? { lat: 0, lon: 0, address: '' };
    const media = item.photos.map((photo) => photo.sha256);
    const body: ReportCreate = {
      id: item.id,
      category,
      description,
      place: { lat, lon, address },
      media,
      ...(answers && { answers }),
    };
    const response = await request(`${this.#base}/v1/reports`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': item.id,
        'Accept-Language': this.options.language(),
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as OwnReport;
  }

  #afterError(error: unknown): OutboxEvent {
    if (error instanceof ApiError) {
      if (error.status === 401) return { type: 'unauthenticated' };
      if (error.status < 500 && !PASSING.has(error.status))
        return { type: 'refused', problem: error.problem };
    } else if (!(error instanceof NetworkError)) {
      console.error(error);
    }
    const retryAfterS = error instanceof ApiError ? error.retryAfterS : null;
    return { type: 'failed', nowMs: this.#now(), random: Math.random(), retryAfterS };
  }

  async #move(item: OutboxItem, event: OutboxEvent): Promise<OutboxItem> {
    const next = step(item, event);
    await this.#save(next);
    return next;
  }

  async #save(item: OutboxItem): Promise<void> {
    await this.options.store.put(item);
    this.options.onChange?.();
  }
}

/** One sender at a time among all tabs and the worker; a second one leaves the round to the first. */
export async function roundAlone(sender: Sender): Promise<void> {
  await navigator.locks.request('hue-outbox', { ifAvailable: true }, async (lock) => {
    if (lock) await sender.round();
  });
}
