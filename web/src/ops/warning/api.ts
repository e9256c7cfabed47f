/** What the page of warnings asks of the gateway. */
import { queryString, type Client } from '../../shared/api/client';
import type { components } from '../../shared/api/schema';

type Schemas = components['schemas'];
export type Alert = Schemas['Alert'];
export type Detail = Schemas['AlertDetail'];
export type Situation = Schemas['Situation'];
export type Step = 'submit' | 'approve' | 'reject' | 'withdraw' | 'issue' | 'update' | 'cancel';
type Page<Item> = { items: Item[]; next_cursor: string | null };

const PATH = '/v1/ops/warning';

export function warningApi({ call, read }: Client) {
  const write = async <Data>(method: string, path: string, body?: unknown): Promise<Data> => {
    const answer = await call(method, path, body, { 'Idempotency-Key': crypto.randomUUID() });
    return (await answer.json()) as Data;
  };
  return {
    list: (state: string, cursor = '') =>
      read<Page<Alert>>(`${PATH}/alerts${queryString({ state, cursor })}`),
    one: (id: string) => read<Detail>(`${PATH}/alerts/${id}`),
    reference: () => read<Schemas['Reference']>('/v1/warning/reference'),
    draft: (body: unknown) => write<Detail>('POST', `${PATH}/alerts`, body),
    edit: (id: string, body: unknown) => write<Detail>('PUT', `${PATH}/alerts/${id}`, body),
    step: (id: string, step: Step, body?: unknown) =>
      write<Detail>('POST', `${PATH}/alerts/${id}/${step}`, body),
    situations: () => read<Page<Situation>>(`${PATH}/situations?state=open`),
    close: (id: string, reason: string) =>
      write<Situation>('POST', `${PATH}/situations/${id}/close`, { reason }),
  };
}
