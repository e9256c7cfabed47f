/** The whole wiring of the citizen's app: who is signed in, the API, the outbox, what rarely changes. */
import { createClient } from '../shared/api/client';
import { clock } from '../shared/clock.svelte';
import { Areas } from '../shared/map/areas.svelte';
import { forgetPush } from '../shared/notices/push';
import { Unread } from '../shared/notices/unread.svelte';
import { Outbox } from '../shared/outbox/outbox.svelte';
import { BY_COOKIE } from '../shared/outbox/store';
import { preferences } from '../shared/preferences.svelte';
import { endSession, renewSession } from '../shared/renewal';
import { Resource } from '../shared/resource.svelte';
import { Session, type Person } from '../shared/session.svelte';

export const session = new Session({
  key: 'hue.session',
  storage: localStorage,
  renew: renewSession,
  end: endSession,
  // The outbox is made after the session and then looks at it itself.
  onChange: (person) => queueMicrotask(() => void personChanged(person)),
});

export const api = createClient({
  token: () => session.token(),
  after: (token) => session.after(token),
  language: () => preferences.language,
  onServerTime: (ms) => clock.hear(ms),
});

export const outbox = new Outbox({ token: () => session.token(), language: () => preferences.language });
export const unread = new Unread(api, session);
export const areas = new Areas(api);
export const categories = new Resource(() => api.categories());

async function personChanged(person: Person | null): Promise<void> {
  void unread.look();
  await outbox.store.keepAccess(person && (person.isRenewable ? BY_COOKIE : person.token));
  if (person) outbox.trySending();
  else await Promise.all([forgetPrivateAnswers(), forgetPush()]);
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
