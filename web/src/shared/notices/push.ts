/** Web push of this browser (RFC 8030): who it belongs to is known by the id the gateway gave. */
import type { NoticesApi } from './api';

const KEY = 'hue.push';

export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

export async function pushState(): Promise<PushState> {
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window))
    return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const registration = await navigator.serviceWorker.getRegistration('/');
  const found = await registration?.pushManager.getSubscription();
  return found && localStorage.getItem(KEY) ? 'on' : 'off';
}

/** Throws DOMException when the browser's push service refuses or cannot be reached. */
export async function turnOn(api: NoticesApi): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  await navigator.serviceWorker.register('/worker.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  const { data } = await api.pushKey();
  const options = { userVisibleOnly: true, applicationServerKey: data.public_key };
  const subscription = await pushManager.subscribe(options);
  try {
    localStorage.setItem(KEY, (await api.subscribe(subscription.toJSON())).id);
  } catch (error) {
    await subscription.unsubscribe();
    throw error;
  }
  return 'on';
}

export async function turnOff(api: NoticesApi): Promise<PushState> {
  const id = localStorage.getItem(KEY);
  if (id) await api.unsubscribe(id);
  await forgetPush();
  return 'off';
}

/** Who has signed out is told no more on this device; the server learns it from the push service (410). */
export async function forgetPush(): Promise<void> {
  if (!localStorage.getItem(KEY)) return;
  localStorage.removeItem(KEY);
  const registration = await navigator.serviceWorker?.getRegistration('/');
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}
