/** What ids and codes mean, for lists and selects: all agencies, units, officers, wards and categories. */
import type { Category } from '../../shared/api/types';
import { failureOf, type Failure } from '../../shared/failure';
import { preferences } from '../../shared/preferences.svelte';
import { dayText, momentText } from '../../shared/time';
import { api, areas } from '../app.svelte';
import type { RegistryApi } from './api';
import { ROLES, type Entry, type Field, type FieldKind } from './kinds';
import { named, t } from './text';

type Referred = 'agencies' | 'units' | 'officers';
const AT_ONCE = '100';

export interface Option {
  value: string;
  text: string;
}

export class NameBook {
  #entries = $state.raw<Record<Referred, Entry[]>>({ agencies: [], units: [], officers: [] });
  #categories = $state.raw<Category[]>([]);
  failure = $state.raw<Failure | null>(null);

  constructor(private readonly registry: RegistryApi) {}

  async load(): Promise<void> {
    try {
      const [categories, agencies, units, officers] = await Promise.all([
        api.categories(),
        this.#every('agencies'),
        this.#every('units'),
        this.#every('officers'),
        areas.load(),
      ]);
      this.#entries = { agencies, units, officers };
      this.#categories = categories.data.items;
      this.failure = null;
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  /** For pages that name nothing else. */
  async loadAgencies(): Promise<void> {
    try {
      this.#entries = { ...this.#entries, agencies: await this.#every('agencies') };
      this.failure = null;
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  /** The values of a field, in the order of their words. */
  options({ kind }: Pick<Field, 'kind'>): Option[] {
    return this.#options(kind).sort((one, other) => one.text.localeCompare(other.text, 'vi'));
  }

  /** How a value of a field is shown. */
  text(field: Field, value: Entry[string] | undefined): string {
    if (Array.isArray(value)) return value.map((each) => this.#one(field.kind, each)).join(', ');
    if (value === null || value === undefined || value === '')
      return field.kind === 'category' ? t('category.all') : '–';
    return this.#one(field.kind, String(value));
  }

  title(entry: Entry): string {
    const name = named({ vi: words(entry['name_vi']), en: words(entry['name_en']) });
    if (name) return name;
    if (entry['name'] || entry['code']) return words(entry['name']) || words(entry['code']);
    const ward = entry['ward_code'];
    if (ward) return this.#one('ward', words(ward));
    return this.#one('officers', words(entry['officer_id']));
  }

  /** The unit of an officer; empty for an unknown one. */
  unitOf(officerId: string): string {
    return words(this.#entries.officers.find(({ id }) => id === officerId)?.['unit_id']);
  }

  #one(kind: FieldKind, value: string): string {
    if (kind === 'date') return dayText(value, preferences.language);
    if (kind === 'moment') return momentText(value, preferences.language);
    if (kind === 'text') return value;
    return this.#options(kind).find((option) => option.value === value)?.text ?? value;
  }

  #options(kind: FieldKind): Option[] {
    switch (kind) {
      case 'agencies':
      case 'units':
      case 'officers':
        return this.#entries[kind].map((entry) => ({ value: entry.id, text: this.title(entry) }));
      case 'category':
        return this.#categories.map(({ code, name }) => ({ value: code, text: named(name) }));
      case 'ward':
      case 'wards':
        return areas.wards.map(({ code, name }) => ({ value: code, text: name }));
      case 'roles':
        return ROLES.map((value) => ({ value, text: t(`role.${value}`) }));
      default:
        return [];
    }
  }

  async #every(kind: Referred): Promise<Entry[]> {
    const found: Entry[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: Record<string, string> = { limit: AT_ONCE, cursor };
      const { data } = await this.registry.page(kind, query);
      found.push(...data.items);
      cursor = data.next_cursor;
    }
    return found;
  }
}

const words = (value: Entry[string] | undefined): string => (typeof value === 'string' ? value : '');
