import sharedEn from '../i18n/en.json';
import { translator } from '../i18n/translate';
import sharedVi from '../i18n/vi.json';
import en from './i18n/en.json';
import vi from './i18n/vi.json';

export const t = translator<keyof typeof vi | keyof typeof sharedVi>({
  vi: { ...sharedVi, ...vi },
  en: { ...sharedEn, ...en },
});
