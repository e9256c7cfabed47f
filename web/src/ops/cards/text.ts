import sharedEn from '../../shared/i18n/en.json';
import { translator } from '../../shared/i18n/translate';
import sharedVi from '../../shared/i18n/vi.json';
import en from './i18n/en.json';
import vi from './i18n/vi.json';

export { named } from '../../shared/i18n';
export const t = translator<keyof typeof vi | keyof typeof sharedVi>({
  vi: { ...sharedVi, ...vi },
  en: { ...sharedEn, ...en },
});

export const STATES = [
  'draft',
  'requested',
  'approved',
  'active',
  'suspended',
  'revoked',
  'expired',
  'replaced',
] as const;

/** A day as it is written in Vietnam. */
export const dayText = (day: string): string => day.split('-').reverse().join('/');
