/** Turns typed keys into words of the chosen language; `{name}` in a text is filled in. */
import { preferences } from '../preferences.svelte';
import type { Names } from '../api/types';

export type Values = Record<string, string | number>;

export interface Catalogues<Key extends string> {
  vi: Record<Key, string>;
  en: Record<Key, string>;
}

export function translator<Key extends string>(catalogues: Catalogues<Key>) {
  return (key: Key, values: Values = {}): string =>
    catalogues[preferences.language][key].replace(/\{(\w+)\}/g, (_, name: string) =>
      String(values[name] ?? ''),
    );
}

/** Names that come from the server in both languages. */
export function named(names: Names): string {
  return names[preferences.language] || names.vi;
}
