/** What a person reads when a call failed. */
import { ApiError, NetworkError } from './api/http';
import type { Problem } from './api/types';
import { t } from './i18n';

export interface Failure {
  text: string;
  trace: string | null;
  isOffline: boolean;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof NetworkError) return { text: t('error.network'), trace: null, isOffline: true };
  if (error instanceof ApiError) return { ...problemText(error.problem), isOffline: false };
  console.error(error);
  return { text: t('error.unknown'), trace: null, isOffline: false };
}

export function problemText(problem: Problem): { text: string; trace: string | null } {
  const details = (problem.errors ?? []).map((error) => error.detail);
  const text = [problem.title, problem.detail, ...details].filter(Boolean).join('. ');
  return { text: text || t('error.unknown'), trace: problem.trace_id ?? null };
}
