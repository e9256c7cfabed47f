/** How many notices wait unread, for the bell of either app. */
import type { Client } from '../api/client';
import { ApiError } from '../api/http';
import type { NoticePage } from '../api/types';
import type { Session } from '../session.svelte';

const LOOK_EVERY_MS = 60_000;

export class Unread {
  /** null: nobody is signed in, or who is signed in has no inbox here (a development token). */
  count = $state<number | null>(null);

  constructor(
    private readonly api: Client,
    private readonly session: Session,
  ) {
    setInterval(() => this.#lookIfSeen(), LOOK_EVERY_MS);
    document.addEventListener('visibilitychange', () => this.#lookIfSeen());
    // The service worker says that a message has come.
    navigator.serviceWorker?.addEventListener('message', ({ data }) => {
      if (data === 'notice') void this.look();
    });
  }

  async look(): Promise<void> {
    const { person } = this.session;
    if (!person?.isRenewable) {
      this.count = null;
      return;
    }
    try {
      const { data } = await this.api.read<NoticePage>('/v1/me/notices?limit=1');
      if (this.session.person?.subject === person.subject) this.count = data.unread;
    } catch (error) {
      // Without a network the last count stays; a refusal means that there is no inbox.
      if (error instanceof ApiError && [401, 403, 404].includes(error.status)) this.count = null;
    }
  }

  #lookIfSeen(): void {
    if (document.visibilityState === 'visible') void this.look();
  }
}
