/** What the page of information safety asks of the gateway; nothing of it is kept on the way. */
import { queryString, type Client } from '../../shared/api/client';
import type { components } from '../../shared/api/schema';

type Schemas = components['schemas'];
type Paged<Item> = { items: Item[]; next_cursor: string | null };
export type Summary = Schemas['SecuritySummary'];
export type Alert = Schemas['InfosecAlert'];
export type AlertDetail = Schemas['InfosecAlertDetail'];
export type Incident = Schemas['Incident'];
export type IncidentDetail = Schemas['IncidentDetail'];
export type WatchedPage = Schemas['WatchedPage'];
export type RuleFile = Schemas['RuleFile'];

const PATH = '/v1/ops/infosec';

export function infosecApi({ call, read }: Client) {
  const write = async <Data>(method: string, path: string, body?: unknown): Promise<Data> => {
    const answer = await call(method, `${PATH}${path}`, body, { 'Idempotency-Key': crypto.randomUUID() });
    return (await answer.json()) as Data;
  };
  return {
    summary: () => read<Summary>(`${PATH}/summary`),
    alerts: (state: string, level: string, limit: number) =>
      read<Paged<Alert>>(`${PATH}/alerts${queryString({ state, level, limit: String(limit) })}`),
    look: (id: string) => write<AlertDetail>('POST', `/alerts/${id}/look`),
    takeAlert: (id: string) => write<Alert>('POST', `/alerts/${id}/taking`),
    closeAlert: (id: string, verdict: string, words: string) =>
      write<Alert>('POST', `/alerts/${id}/closure`, { verdict, words }),
    incidents: (state: string, limit: number) =>
      read<Paged<Incident>>(`${PATH}/incidents${queryString({ state, limit: String(limit) })}`),
    incident: (id: string) => read<IncidentDetail>(`${PATH}/incidents/${id}`),
    open: (body: unknown) => write<IncidentDetail>('POST', '/incidents', body),
    act: (id: string, path: string, body?: unknown) =>
      write<IncidentDetail>('POST', `/incidents/${id}/${path}`, body),
    pages: () => read<Schemas['WatchedPages']>(`${PATH}/pages`),
    watch: (body: unknown) => write<WatchedPage>('POST', '/pages', body),
    accept: (id: string, words: string) => write<WatchedPage>('POST', `/pages/${id}/acceptance`, { words }),
    rules: () => read<Schemas['RuleList']>(`${PATH}/rules`),
    switch: (file: string, uid: string, isOn: boolean) =>
      write<RuleFile>('PUT', `/rules/${file}/${uid}`, { is_on: isOn }),
  };
}
export type InfosecApi = ReturnType<typeof infosecApi>;
