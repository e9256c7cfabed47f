/** Where the rules are read and changed, and what their forms have in common. */
import type { components } from '../../shared/api/schema';
import { api } from '../app.svelte';

export type Schemas = components['schemas'];
const DAY_MS = 86_400_000;

export const at = (path: string): string => `/v1/ops/rules/${path}`;

export const read = <Data>(path: string) => api.read<Data>(at(path));

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
