/** Web push in the service worker: what came is shown, and a click leads to the report. */
interface PushEvent extends Event {
  data: { json: () => unknown } | null;
  waitUntil: (work: Promise<unknown>) => void;
}
interface NotificationEvent extends Event {
  notification: { close: () => void; data: unknown };
  waitUntil: (work: Promise<unknown>) => void;
}
interface WindowClient {
  url: string;
  focus: () => Promise<WindowClient>;
  navigate: (url: string) => Promise<unknown>;
  postMessage: (message: unknown) => void;
}
interface PushScope {
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: NotificationEvent) => void): void;
  registration: { showNotification: (title: string, options: object) => Promise<void> };
  clients: {
    matchAll: (options: object) => Promise<WindowClient[]>;
    openWindow: (url: string) => Promise<unknown>;
  };
  location: Location;
}
interface Payload {
  id?: string;
  title?: string;
  body?: string;
  link?: string;
}

export function takePush(worker: PushScope): void {
  worker.addEventListener('push', (event) => event.waitUntil(show(worker, payloadOf(event))));
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(open(worker, String(event.notification.data)));
  });
}

function payloadOf(event: PushEvent): Payload {
  try {
    return (event.data?.json() ?? {}) as Payload;
  } catch {
    return {};
  }
}

async function show(worker: PushScope, { id, title, body, link }: Payload): Promise<void> {
  const look = { icon: '/icons/icon-192.png', badge: '/icons/icon-192.png' };
  const options = { body: body ?? '', data: link ?? '/notices', ...(id && { tag: id }), ...look };
  await worker.registration.showNotification(title ?? 'Hue-S', options);
  for (const page of await pages(worker)) page.postMessage('notice');
}

/** In a page of ours that is open, else in a new one; never at another address than ours. */
async function open(worker: PushScope, link: string): Promise<void> {
  const url = new URL(link, worker.location.origin);
  if (url.origin !== worker.location.origin) return;
  const isOps = (path: string): boolean => path.startsWith('/ops');
  const found = (await pages(worker)).find(
    (page) => isOps(new URL(page.url).pathname) === isOps(url.pathname),
  );
  // A page that this worker does not control cannot be led anywhere.
  const moved = await found?.navigate(url.href).then(
    () => found.focus(),
    () => null,
  );
  if (!moved) await worker.clients.openWindow(url.href);
}

const pages = (worker: PushScope): Promise<WindowClient[]> =>
  worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
