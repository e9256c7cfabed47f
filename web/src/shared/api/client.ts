/** The calls of the gateway's API, one line each; those of pages that are read later are beside these pages. */
import type { Issued } from '../renewal';

import { request } from './http';
import type * as T from './types';

export interface ClientOptions {
  token: () => Promise<string | null>;
  /** Another token after `token` was refused; null when there is none. */
  after?: (token: string) => Promise<string | null>;
  language: () => string;
  /** The server's clock, seen in each answer: deadlines are counted by it. */
  onServerTime?: (serverMs: number) => void;
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

/** Documents of single reports, which events speak of. */
const OF_ONE_REPORT = /^\/v1\/(ops\/)?reports\/[0-9a-f-]{36}$/;

export function createClient(options: ClientOptions) {
  const heard = { service: '', position: 0 };
  /** An event may be quicker than the document it speaks of: the gateway waits for it. */
  function hear(seq: string): void {
    const [service = '', position = ''] = seq.split(':');
    if (Number(position) > heard.position) Object.assign(heard, { service, position: Number(position) });
  }

  async function call(
    method: string,
    path: string,
    body?: unknown,
    extra: HeadersInit = {},
  ): Promise<Response> {
    const headers = new Headers(extra);
    headers.set('Accept-Language', options.language());
    const token = await options.token();
    if (token) headers.set('Authorization', `Bearer ${token}`);
    if (body instanceof Blob) headers.set('Content-Type', body.type);
    else if (body !== undefined) headers.set('Content-Type', 'application/json');
    const init: RequestInit = { method, headers, cache: 'no-cache' };
    if (body !== undefined) init.body = body instanceof Blob ? body : JSON.stringify(body);
    const response = await request(path, init).catch(async (error: unknown) => {
      const other = token && isStatus(error, 401) ? await options.after?.(token) : null;
      if (!other) throw error;
      headers.set('Authorization', `Bearer ${other}`);
      return request(path, init);
    });
    const date = Date.parse(response.headers.get('Date') ?? '');
    if (!Number.isNaN(date) && !response.headers.has('X-Cached-At')) options.onServerTime?.(date);
    return response;
  }

  async function read<Data>(path: string): Promise<Read<Data>> {
    const minimum = heard.position && OF_ONE_REPORT.test(path) ? `${heard.service}:${heard.position}` : null;
    const response = await call('GET', path, undefined, minimum ? { 'Hue-Min-Seq': minimum } : {});
    return { data: (await response.json()) as Data, asOf: ageOf(response) };
  }

  async function change<Data>(path: string, body: unknown, key: string, version?: number): Promise<Data> {
    const headers: Record<string, string> = { 'Idempotency-Key': key };
    if (version !== undefined) headers['If-Match'] = `"${version}"`;
    return (await call('POST', path, body, headers)).json() as Promise<Data>;
  }

  async function toggle<Data>(path: string, wanted: boolean): Promise<Data> {
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    return (await call(wanted ? 'PUT' : 'DELETE', path, undefined, headers)).json() as Promise<Data>;
  }

  const ops = (id: string, what: string): string => `/v1/ops/reports/${id}/${what}`;
  return {
    call,
    read,
    hear,
    config: () => read<T.Config>('/v1/config'),
    devToken: (body: { role: string; name?: string; unit_id?: string; agency_id?: string }) =>
      change<T.DevToken>('/v1/dev/token', body, crypto.randomUUID()),
    sendCode: (phone: string) => change<T.CodeSent>('/v1/session/code', { phone }, crypto.randomUUID()),
    signIn: (phone: string, code: string) =>
      change<Issued>('/v1/session', { phone, code }, crypto.randomUUID()),
    signInOfficer: (body: T.OfficerSignIn) =>
      change<T.OfficerToken>('/v1/session/officer', body, crypto.randomUUID()),
    enrol: (login: string, password: string) =>
      change<T.Enrolment>('/v1/session/officer/enrolment', { login, password }, crypto.randomUUID()),
    providers: () => read<{ items: T.ProviderShown[] }>('/v1/session/providers'),
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
    step: (id: string, path: string, body: unknown, key: string, version: number) =>
      change<T.StaffReport>(ops(id, path), body, key, version),
    claim: async (id: string, wanted: boolean): Promise<T.StaffReport> => {
      const headers = { 'Idempotency-Key': crypto.randomUUID() };
      return (
        await call(wanted ? 'POST' : 'DELETE', ops(id, 'claim'), undefined, headers)
      ).json() as Promise<T.StaffReport>;
    },
    duplicates: (id: string) => read<T.Candidates>(ops(id, 'duplicates')),
    templates: (query: { category?: string; outcome?: string }) =>
      read<{ items: T.Template[] }>(`/v1/ops/answer-templates${queryString(query)}`),
    messages: (id: string, side: 'ops/reports' | 'reports/mine') =>
      read<{ items: T.Message[] }>(`/v1/${side}/${id}/messages`),
    say: (id: string, side: 'ops/reports' | 'reports/mine', text: string, key: string) =>
      change<{ items: T.Message[] }>(`/v1/${side}/${id}/messages`, { text }, key),
    figures: (query: T.FigureQuery) => read<T.FigureTable>(`/v1/ops/statistics/figures${queryString(query)}`),
    publicFigures: (query: T.FigureQuery) => read<T.FigureTable>(`/v1/statistics${queryString(query)}`),
    sessions: () => read<{ items: T.SessionShown[] }>('/v1/me/sessions'),
    endSession: async (id: string): Promise<void> => {
      await call('DELETE', `/v1/me/sessions/${id}`);
    },
    eraseMe: async (confirm: string): Promise<void> => {
      await call('POST', '/v1/me/erasure', { confirm }, { 'Idempotency-Key': crypto.randomUUID() });
    },
    comments: (id: string) => read<T.Page<T.Comment>>(`/v1/reports/${id}/comments`),
    comment: (id: string, text: string) =>
      change<T.Comment>(`/v1/reports/${id}/comments`, { text }, crypto.randomUUID()),
    support: (id: string, wanted: boolean) => toggle<T.Supported>(`/v1/reports/${id}/support`, wanted),
    follow: (id: string, wanted: boolean) => toggle<T.Following>(`/v1/reports/${id}/follow`, wanted),
    nearby: (query: { lat: number; lon: number; category: string }) =>
      read<{ items: T.NearbyReport[]; radius_m: number }>(`/v1/reports/nearby${queryString(query)}`),
    map: (query: { bbox: string; zoom: string }) => read<T.ReportMap>(`/v1/reports/map${queryString(query)}`),
    ownStep: (id: string, step: string, body: unknown, key: string) =>
      change<T.OwnReport>(`/v1/reports/mine/${id}/${step}`, body, key),
    list: <Item>(path: string) => read<T.Page<Item>>(path),
    picture: async (url: string) => (await call('GET', url)).blob(),
  };
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof Error && 'status' in error && error.status === status;
}

export function queryString(query: object): string {
  const filled = Object.entries(query as Record<string, string | number>).filter(([, value]) => value);
  const words = filled.map(([name, value]) => [name, String(value)]);
  return words.length ? `?${new URLSearchParams(words)}` : '';
}

function ageOf(response: Response): Date | null {
  const cached = response.headers.get('X-Cached-At');
  if (cached) return new Date(cached);
  // The gateway answers from its read models also while a service is stopped, and says so.
  const isStale = response.headers.get('Hue-Sources')?.includes(';stale') ?? false;
  return isStale ? new Date(Date.now() - Number(response.headers.get('Age')) * 1000) : null;
}
