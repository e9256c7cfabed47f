/** The whole wiring of the console: who is on duty, the API, the live queue. */
import { createClient } from '../shared/api/client';
import { clock } from '../shared/clock.svelte';
import { Areas } from '../shared/map/areas.svelte';
import { forgetPush } from '../shared/notices/push';
import { Unread } from '../shared/notices/unread.svelte';
import { preferences } from '../shared/preferences.svelte';
import { endSession, renewSession } from '../shared/renewal';
import { Session } from '../shared/session.svelte';

/** A duty desk is shared: the sign-in ends with the tab. */
export const session = new Session({
  key: 'hue.ops.session',
  storage: sessionStorage,
  renew: renewSession,
  end: endSession,
  // The bell is made after the session.
  onChange: (person) =>
    queueMicrotask(() => {
      void unread.look();
      if (!person) void forgetPush();
    }),
});

export const api = createClient({
  token: () => session.token(),
  after: (token) => session.after(token),
  language: () => preferences.language,
  onServerTime: (ms) => clock.hear(ms),
});

export const unread = new Unread(api, session);
export const areas = new Areas(api);
