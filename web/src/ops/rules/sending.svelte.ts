/** One change of a rule: busy, done or refused. The server says what is wrong, with the field. */
import type { components } from '../../shared/api/schema';
import { failureOf, type Failure } from '../../shared/failure';
import { api } from '../app.svelte';

export type Schemas = components['schemas'];
const ROOT = '/v1/ops/rules';
const DAY_MS = 86_400_000;

export class Sending {
  isBusy = $state(false);
  isDone = $state(false);
  failure = $state.raw<Failure | null>(null);

  /** True when the server has taken it. */
  async run(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    version?: number,
    body?: unknown,
  ): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.isDone = false;
    this.failure = null;
    const headers: Record<string, string> = { 'Idempotency-Key': crypto.randomUUID() };
    if (version !== undefined) headers['If-Match'] = `"${version}"`;
    try {
      await api.call(method, `${ROOT}/${path}`, body, headers);
      this.isDone = true;
    } catch (error) {
      this.failure = failureOf(error);
    } finally {
      this.isBusy = false;
    }
    return this.isDone;
  }
}

export const read = <Data>(path: string) => api.read<Data>(`${ROOT}/${path}`);

/** The day in Hue, so many days from today, as a date field takes it. */
export function dayFromToday(days: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(
    Date.now() + days * DAY_MS,
  );
}

/** Both languages, or nothing when both are empty. */
export function said(vi: string, en: string): { vi: string; en: string } | null {
  return vi.trim() || en.trim() ? { vi, en } : null;
}
