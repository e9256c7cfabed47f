/** Every call of the gateway's API the apps make, one line each. */
import { request } from './http';
import type * as T from './types';

export interface ClientOptions {
  token: () => string | null;
  language: () => string;
  /** The server's clock, seen in each answer: deadlines are counted by it. */
  onServerTime?: (serverMs: number) => void;
  onUnauthenticated?: () => void;
}

/** What was read, and how old it is when it does not come fresh from the server. */
export interface Read<Data> {
  data: Data;
  asOf: Date | null;
}

export interface FeedQuery {
  state?: string;
  category?: string;
  ward?: string;
  cursor?: string;
}

export type Client = ReturnType<typeof createClient>;

export function createClient(options: ClientOptions) {
  async function call(
    method: string,
    path: string,
    body?: unknown,
    extra: HeadersInit = {},
  ): Promise<Response> {
    const headers = new Headers(extra);
    headers.set('Accept-Language', options.language());
    const token = options.token();
    if (token) headers.set('Authorization', `Bearer ${token}`);
    if (body !== undefined) headers.set('Content-Type', 'application/json');
    const init: RequestInit = { method, headers, cache: 'no-cache' };
    if (body !== undefined) init.body = JSON.stringify(body);
    try {
      const response = await request(path, init);
      const date = Date.parse(response.headers.get('Date') ?? '');
      if (!Number.isNaN(date) && !response.headers.has('X-Cached-At')) options.onServerTime?.(date);
      return response;
    } catch (error) {
      if (token && isStatus(error, 401)) options.onUnauthenticated?.();
      throw error;
    }
  }

  async function read<Data>(path: string): Promise<Read<Data>> {
    const response = await call('GET', path);
    return { data: (await response.json()) as Data, asOf: ageOf(response) };
  }

  async function change<Data>(path: string, body: unknown, key: string, version?: number): Promise<Data> {
    const headers: Record<string, string> = { 'Idempotency-Key': key };
    if (version !== undefined) headers['If-Match'] = `"${version}"`;
    return (await call('POST', path, body, headers)).json() as Promise<Data>;
  }

  const ops = (id: string, what: string): string => `/v1/ops/reports/${id}/${what}`;
  return {
    config: () => read<T.Config>('/v1/config'),
    devToken: (body: { role: string; name?: string; unit_id?: string; agency_id?: string }) =>
      change<T.DevToken>('/v1/dev/token', body, crypto.randomUUID()),
    categories: () => read<{ items: T.Category[] }>('/v1/report-categories'),
    units: () => read<{ items: T.Unit[] }>('/v1/units'),
    areas: () => read<T.Areas>('/v1/areas'),
    feed: (query: FeedQuery = {}) => read<T.Page<T.ReportSummary>>(`/v1/reports${queryString(query)}`),
    report: (id: string) => read<T.Report>(`/v1/reports/${id}`),
    myReports: (cursor = '') => read<T.Page<T.OwnReport>>(`/v1/reports/mine${queryString({ cursor })}`),
    myReport: (id: string) => read<T.OwnReport>(`/v1/reports/mine/${id}`),
    rate: (id: string, body: T.RatingCreate, key: string, version: number) =>
      change<T.OwnReport>(`/v1/reports/mine/${id}/rating`, body, key, version),
    queue: () => read<T.Queue>('/v1/ops/queue'),
    statistics: () => read<T.Statistics>('/v1/ops/statistics'),
    staffReport: (id: string) => read<T.StaffReport>(`/v1/ops/reports/${id}`),
    history: (id: string) => read<{ items: T.HistoryEntry[] }>(ops(id, 'history')),
    moderate: (id: string, body: T.Moderation, key: string, version: number) =>
      change<T.StaffReport>(ops(id, 'moderation'), body, key, version),
    assign: (id: string, body: T.Assignment, key: string, version: number) =>
      change<T.StaffReport>(ops(id, 'assignment'), body, key, version),
    answer: (id: string, body: T.AnswerCreate, key: string, version: number) =>
      change<T.StaffReport>(ops(id, 'answer'), body, key, version),
    review: (id: string, body: T.Review, key: string, version: number) =>
      change<T.StaffReport>(ops(id, 'review'), body, key, version),
    picture: async (url: string) => (await call('GET', url)).blob(),
  };
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof Error && 'status' in error && error.status === status;
}

function queryString(query: object): string {
  const filled = Object.entries(query).filter(([, value]) => value);
  return filled.length ? `?${new URLSearchParams(filled as [string, string][])}` : '';
}

function ageOf(response: Response): Date | null {
  const cached = response.headers.get('X-Cached-At');
  if (cached) return new Date(cached);
  // The gateway answers from its read models also while a service is stopped, and says so.
  const isStale = response.headers.get('Hue-Sources')?.includes(';stale') ?? false;
  return isStale ? new Date(Date.now() - Number(response.headers.get('Age')) * 1000) : null;
}
