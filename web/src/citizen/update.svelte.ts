/** The service worker's life as the page sees it: a new version is offered, never forced. */
class Update {
  waiting = $state.raw<ServiceWorker | null>(null);

  apply(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
    this.waiting?.postMessage('activate');
  }
}

export const update = new Update();

export function startWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  addEventListener('load', () => {
    navigator.serviceWorker
      .register('/worker.js')
      .then(watch)
      .catch((error: unknown) => console.warn('Without a service worker:', error));
  });
}

function watch(registration: ServiceWorkerRegistration): void {
  const offer = (worker: ServiceWorker | null): void => {
    // Without a controller this is the first visit: there is no older version to replace.
    if (worker?.state === 'installed' && navigator.serviceWorker.controller) update.waiting = worker;
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => offer(worker));
  });
}
