/** What the inbox and the preference centre ask of the gateway. */
import { queryString, type Client, type Read } from '../api/client';
import type * as T from '../api/types';

export type NoticesApi = ReturnType<typeof noticesApi>;

export function noticesApi({ call, read }: Client) {
  const json = async <Data>(answer: Promise<Response>): Promise<Data> =>
    (await (await answer).json()) as Data;
  const done = async (answer: Promise<Response>): Promise<void> => void (await answer);
  return {
    page: (query: { unread?: string; cursor?: string; limit?: number }): Promise<Read<T.NoticePage>> =>
      read(`/v1/me/notices${queryString(query)}`),
    readOne: (id: string) => done(call('POST', `/v1/me/notices/${id}/read`)),
    readAll: () => done(call('POST', '/v1/me/notices/read')),
    preferences: () => read<T.NoticePreferences>('/v1/me/preferences'),
    prefer: (wanted: T.NoticePreferencesWrite) =>
      json<T.NoticePreferences>(call('PUT', '/v1/me/preferences', wanted)),
    me: () => read<{ email: string }>('/v1/me'),
    setEmail: (email: string) =>
      done(call('PUT', '/v1/me/email', { email }, { 'Idempotency-Key': crypto.randomUUID() })),
    pushKey: () => read<{ public_key: string }>('/v1/push-key'),
    subscribe: (subscription: PushSubscriptionJSON) =>
      json<{ id: string }>(call('POST', '/v1/me/push-subscriptions', subscription)),
    unsubscribe: (id: string) => done(call('DELETE', `/v1/me/push-subscriptions/${id}`)),
  };
}
