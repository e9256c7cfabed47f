/** The whole wiring of the citizen's app: who is signed in, the API, the outbox, what rarely changes. */
import { createClient } from '../shared/api/client';
import { clock } from '../shared/clock.svelte';
import { Areas } from '../shared/map/areas.svelte';
import { Outbox } from '../shared/outbox/outbox.svelte';
import { preferences } from '../shared/preferences.svelte';
import { Resource } from '../shared/resource.svelte';
import { Session } from '../shared/session.svelte';

export const session = new Session('hue.session', localStorage, (person) => {
  // The outbox is made after the session and then looks at it itself.
  queueMicrotask(() => void tokenChanged(person?.token ?? null));
});

export const api = createClient({
  token: () => session.token,
  language: () => preferences.language,
  onServerTime: (ms) => clock.hear(ms),
  onUnauthenticated: () => session.expire(),
});

export const outbox = new Outbox({ token: () => session.token, language: () => preferences.language });
export const areas = new Areas(api);
export const categories = new Resource(() => api.categories());

async function tokenChanged(token: string | null): Promise<void> {
  await outbox.store.keepToken(token);
  if (token) outbox.trySending();
  else await forgetPrivateAnswers();
}

/** What the service worker kept for reading offline and only this person may see. */
async function forgetPrivateAnswers(): Promise<void> {
  if (!('caches' in window)) return;
  const cache = await caches.open('answers');
  const own = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith('/v1/reports/mine'));
  await Promise.all(own.map((request) => cache.delete(request)));
}

class Network {
  isOnline = $state(navigator.onLine);

  constructor() {
    addEventListener('online', () => (this.isOnline = true));
    addEventListener('offline', () => (this.isOnline = false));
  }
}

export const network = new Network();
