/** The service worker: the app opens offline, API answers are kept with their time, the outbox goes on. */
import { Sender, roundAlone } from '../shared/outbox/sender';
import { BY_COOKIE, OutboxStore } from '../shared/outbox/store';
import { renewSession } from '../shared/renewal';
import { takePush } from './worker-push';

declare const __SHELL__: { files: string[]; version: string };

/** What is used here of the worker's global scope (the DOM library does not know it). */
interface LifeEvent extends Event {
  waitUntil: (work: Promise<unknown>) => void;
}
interface FetchEvent extends LifeEvent {
  request: Request;
  respondWith: (response: Promise<Response>) => void;
}
interface Scope {
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'install' | 'activate' | 'sync', listener: (event: LifeEvent) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
}
const worker = self as unknown as Scope;

const SHELL = `shell-${__SHELL__.version}`;
const ANSWERS = 'answers';
const PICTURES = 'pictures';
const PATIENCE_MS = 3_000;
const MOST_PICTURES = 80;
/** Read early, so that the home page opens and a first report can be written offline. */
const NEEDED = ['/v1/report-categories', '/v1/areas', '/v1/reports'];
/** Live, private to staff or to one person, uploads, or true at this moment only (whether a card is good): never kept. */
const NEVER =
  /^\/v1\/(stream|ops|report-uploads|dev|session|me|cards|epidemic\/mine|investment\/enquiries)(\/|$)/;
const PICTURE = /^\/v1\/reports\/[^/]+\/media\//;

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(__SHELL__.files)));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith('shell-') && name !== SHELL);
      await Promise.all(old.map((name) => caches.delete(name)));
      await worker.clients.claim();
      await Promise.allSettled(NEEDED.map((path) => fromNetwork(new Request(path))));
    })(),
  );
});

worker.addEventListener('message', (event) => {
  if (event.data === 'activate') void worker.skipWaiting();
});

takePush(self as unknown as Parameters<typeof takePush>[0]);

worker.addEventListener('sync', (event) => {
  const store = new OutboxStore();
  const sender = new Sender({ store, token: () => tokenOf(store), language: () => 'vi' });
  event.waitUntil(roundAlone(sender).finally(() => store.close()));
});

async function tokenOf(store: OutboxStore): Promise<string | null> {
  const access = await store.access();
  return access === BY_COOKIE ? ((await renewSession())?.access_token ?? null) : access;
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate') {
    if (!/^\/(ops|v1|v$|v\/|docs|openapi|authorize)/.test(pathname))
      event.respondWith(shell('/index.html', request));
  } else if (PICTURE.test(pathname)) {
    // A player asks for parts of a film, which no cache can keep.
    if (!request.headers.has('Range')) event.respondWith(picture(request));
  } else if (pathname.startsWith('/v1/')) {
    if (!NEVER.test(pathname)) event.respondWith(answer(request));
  } else if (__SHELL__.files.includes(pathname)) {
    event.respondWith(shell(pathname, request));
  }
});

async function shell(path: string, request: Request): Promise<Response> {
  return (await (await caches.open(SHELL)).match(path)) ?? fetch(request);
}

/** Network first; when it is slower than our patience or gone, the kept answer with its time. */
async function answer(request: Request): Promise<Response> {
  const network = fromNetwork(request);
  const late = new Promise<null>((done) => setTimeout(() => done(null), PATIENCE_MS));
  const first = await Promise.race([network.catch(() => null), late]);
  if (first) return first;
  return (await (await caches.open(ANSWERS)).match(request)) ?? network;
}

async function fromNetwork(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.ok) {
    const headers = new Headers(response.headers);
    headers.set('X-Cached-At', new Date().toISOString());
    const kept = new Response(await response.clone().arrayBuffer(), { status: 200, headers });
    await (await caches.open(ANSWERS)).put(request, kept);
  }
  return response;
}

/** Pictures are named by their content: what is kept is never out of date. */
async function picture(request: Request): Promise<Response> {
  const cache = await caches.open(PICTURES);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, -MOST_PICTURES).map((key) => cache.delete(key)));
  }
  return response;
}
