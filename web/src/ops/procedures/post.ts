/** One step with a dossier; the same key again is the same step. */
import { api } from '../app.svelte';

export async function post(path: string, body: unknown, key: string): Promise<void> {
  await api.call('POST', path, body, { 'Idempotency-Key': key });
}
