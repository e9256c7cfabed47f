/** One change that is sent: busy, done or refused. The server says what is wrong, with the field. */
import { ApiError } from '../shared/api/http';
import type { Problem } from '../shared/api/types';
import { failureOf, type Failure } from '../shared/failure';
import { api } from './app.svelte';

export class Sending {
  isBusy = $state(false);
  isDone = $state(false);
  failure = $state.raw<Failure | null>(null);
  problem = $state.raw<Problem | null>(null);

  /** The answer when the server has taken it, null when not. */
  async run(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    version?: number,
    body?: unknown,
  ): Promise<Response | null> {
    if (this.isBusy) return null;
    this.isBusy = true;
    this.isDone = false;
    this.failure = this.problem = null;
    const headers: Record<string, string> = { 'Idempotency-Key': crypto.randomUUID() };
    if (version !== undefined) headers['If-Match'] = `"${version}"`;
    try {
      const answer = await api.call(method, path, body, headers);
      this.isDone = true;
      return answer;
    } catch (error) {
      this.failure = failureOf(error);
      this.problem = error instanceof ApiError ? error.problem : null;
      return null;
    } finally {
      this.isBusy = false;
    }
  }

  /** What the server says of one field; `code` is a problem of the whole that means this field. */
  wrong(field: string, code = ''): string {
    const told = (this.problem?.errors ?? []).filter(({ pointer }) => pointer.split('/')[1] === field);
    if (told.length) return [...new Set(told.map(({ detail }) => detail))].join('. ');
    return code && this.problem?.type.endsWith(`:${code}`) ? this.problem.title : '';
  }
}
