/** The words of writing a report and of its page, read with these: the first visit needs none of them. */
import sharedEn from '../../shared/i18n/en.json';
import { translator } from '../../shared/i18n/translate';
import sharedVi from '../../shared/i18n/vi.json';
import citizenEn from '../i18n/en.json';
import citizenVi from '../i18n/vi.json';
import en from './i18n/en.json';
import vi from './i18n/vi.json';

export { named } from '../../shared/i18n';
export const t = translator<keyof typeof vi | keyof typeof citizenVi | keyof typeof sharedVi>({
  vi: { ...sharedVi, ...citizenVi, ...vi },
  en: { ...sharedEn, ...citizenEn, ...en },
});
