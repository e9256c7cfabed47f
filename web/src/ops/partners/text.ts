import sharedEn from '../../shared/i18n/en.json';
import { translator } from '../../shared/i18n/translate';
import sharedVi from '../../shared/i18n/vi.json';
import { preferences } from '../../shared/preferences.svelte';
import { momentText } from '../../shared/time';
import { partsOf } from '../city/happening';
import { eventWords } from '../city/text';
import { t as told } from '../text';
import en from './i18n/en.json';
import vi from './i18n/vi.json';
import { EVERYTHING, serviceOf, TESTED, type ServiceName } from './kinds';
import type { Schemas } from './looks';

export const t = translator<keyof typeof vi | keyof typeof sharedVi>({
  vi: { ...sharedVi, ...vi },
  en: { ...sharedEn, ...en },
});

export const moment = (at: string): string => momentText(at, preferences.language);

/** The menu's words for it, where there are some. */
export function serviceText(service: ServiceName): string {
  if (service === 'reflection') return t('service.reflection');
  return told(service === 'gateway' ? 'nav.organisations' : `nav.${service}`);
}

/** A kind of event in words; what has none is shown as it is. */
export function kindText(type: string): string {
  if (type === EVERYTHING) return t('kind.everything');
  if (type === TESTED) return t('kind.tested');
  const service = serviceOf(type);
  if (service) return t('kind.all', { service: serviceText(service) });
  const parts = partsOf(type);
  return (parts && eventWords(parts.service, parts.what)) ?? type;
}

const SILENT = [
  'address-refused',
  'deadline-exceeded',
  'name-not-found',
  'upstream-broken',
  'upstream-unreachable',
] as const;

/** What came back: the status and the beginning of the answer, or why there was none. */
export function answerText({ status, answer }: Schemas['WebhookAttempt']): string {
  if (status !== null) return answer ? `${status} ${answer}` : String(status);
  const why = SILENT.find((code) => answer.startsWith(code));
  return why ? t(`answer.${why}`) : answer;
}

export const SCOPES = ['webhooks', 'dossiers:write', 'epidemic:declare'] as const;

export function scopeText(scope: string): string {
  const known = SCOPES.find((each) => each === scope);
  return known ? t(`scope.${known}`) : scope;
}
