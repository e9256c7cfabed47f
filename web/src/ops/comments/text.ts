import type { components } from '../../shared/api/schema';
import sharedEn from '../../shared/i18n/en.json';
import { translator } from '../../shared/i18n/translate';
import sharedVi from '../../shared/i18n/vi.json';
import en from './i18n/en.json';
import vi from './i18n/vi.json';

export type Waiting = components['schemas']['OwnComment'];
export type HideReason = components['schemas']['HideReason'];
export const HIDE_REASONS: readonly HideReason[] = ['abusive', 'personal', 'off_topic', 'advertising'];

export const t = translator<keyof typeof vi | keyof typeof sharedVi>({
  vi: { ...sharedVi, ...vi },
  en: { ...sharedEn, ...en },
});
