/** One way to speak HTTP: problems become typed errors, a lost network becomes NetworkError. */
import type { Problem } from './types';

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
    readonly retryAfterS: number | null,
  ) {
    super(problem.detail ?? problem.title);
  }
}

export class NetworkError extends Error {}

const TIMEOUT_MS = 20_000;

export async function request(url: string, init: RequestInit, timeoutMs = TIMEOUT_MS): Promise<Response> {
  const response = await fetch(url, {
    ...init,
    signal: init.signal ?? AbortSignal.timeout(timeoutMs),
  }).catch((cause: unknown) => {
    throw new NetworkError('network', { cause });
  });
  if (!response.ok && response.status !== 304) throw await errorOf(response);
  return response;
}

async function errorOf(response: Response): Promise<ApiError> {
  const wait = Number(response.headers.get('Retry-After'));
  const body = response.headers.get('Content-Type')?.includes('json')
    ? ((await response.json().catch(() => null)) as Partial<Problem> | null)
    : null;
  const problem: Problem = {
    type: 'about:blank',
    title: response.statusText || `HTTP ${response.status}`,
    ...body,
    status: response.status,
  };
  return new ApiError(response.status, problem, Number.isFinite(wait) && wait > 0 ? wait : null);
}
