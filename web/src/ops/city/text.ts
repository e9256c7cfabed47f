import sharedEn from '../../shared/i18n/en.json';
import { translator } from '../../shared/i18n/translate';
import sharedVi from '../../shared/i18n/vi.json';
import { preferences } from '../../shared/preferences.svelte';
import en from './i18n/en.json';
import eventsEn from './i18n/events.en.json';
import eventsVi from './i18n/events.vi.json';
import vi from './i18n/vi.json';

export { named } from '../../shared/i18n';
export const t = translator<keyof typeof vi | keyof typeof sharedVi>({
  vi: { ...sharedVi, ...vi },
  en: { ...sharedEn, ...en },
});

const EVENTS: Record<string, Record<string, string>> = { vi: eventsVi, en: eventsEn };

/** What has happened, in words; undefined for an event without words of its own. */
export function eventWords(service: string, what: string): string | undefined {
  return EVENTS[preferences.language]?.[`${service}.${what}`];
}

/** In words; an event without words of its own shows its name. */
export function eventText(service: string, what: string): string {
  return eventWords(service, what) ?? what.replaceAll('_', ' ').replace('.', ' ');
}
