/** One step in the office of cards; the same key again is the same step. */
import { api } from '../app.svelte';

export async function post<Data>(path: string, body: unknown, key: string): Promise<Data> {
  const answer = await api.call('POST', path, body, { 'Idempotency-Key': key });
  return (await answer.json()) as Data;
}
