/** What the pages of the registry ask of the gateway. */
import { queryString, type Client } from '../../shared/api/client';
import type * as T from '../../shared/api/types';
import type { Entry, KindName } from './kinds';

export type RegistryApi = ReturnType<typeof registryApi>;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function registryApi({ call, read }: Client) {
  const at = (kind: KindName, id = ''): string => `/v1/organisations/${kind}${id && `/${id}`}`;
  const write = async (
    method: string,
    path: string,
    body: unknown,
    key: string,
    version?: number,
  ): Promise<Entry> => {
    const match = version === undefined ? {} : { 'If-Match': `"${version}"` };
    const response = await call(method, path, body, { 'Idempotency-Key': key, ...match });
    return (await response.json()) as Entry;
  };
  return {
    page: (kind: KindName, query: Record<string, string>) =>
      read<T.Page<Entry>>(`${at(kind)}${queryString(query)}`),
    one: (kind: KindName, id: string) => read<Entry>(at(kind, id)),
    add: (kind: KindName, body: unknown, key: string) => write('POST', at(kind), body, key),
    change: (kind: KindName, { id, version }: Entry, body: unknown, key: string) =>
      write('PUT', at(kind, id), body, key, version),
    end: (kind: KindName, { id, version }: Entry, key: string) =>
      write('DELETE', at(kind, id), undefined, key, version),
    importTable: async (kind: KindName, file: File, isDryRun: boolean): Promise<T.ImportReport> => {
      const type = file.name.toLowerCase().endsWith('.xlsx') ? XLSX : 'text/csv';
      const body = new Blob([file], { type });
      const path = `/v1/organisation-tables/${kind}?dry_run=${isDryRun}`;
      const response = await call('POST', path, body, { 'Idempotency-Key': crypto.randomUUID() });
      return (await response.json()) as T.ImportReport;
    },
    exportTable: async (kind: KindName): Promise<Blob> =>
      (await call('GET', `/v1/organisation-tables/${kind}`)).blob(),
  };
}
