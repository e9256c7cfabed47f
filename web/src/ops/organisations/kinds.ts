/** The kinds of entries of the registry as data: their fields say how they are listed, edited and sent. */
export const KIND_NAMES = [
  'agencies',
  'units',
  'officers',
  'rosters',
  'substitutes',
  'responsibilities',
] as const;
export type KindName = (typeof KIND_NAMES)[number];

export type FieldKind =
  'text' | 'date' | 'moment' | 'agencies' | 'units' | 'officers' | 'roles' | 'wards' | 'ward' | 'category';

export interface Field {
  name: string;
  kind: FieldKind;
  isOptional?: true;
  /** A column of the list. */
  isListed?: true;
  /** The list can be narrowed to one value of it. */
  isFilter?: true;
  /** Characters. */
  max?: number;
}

export interface EntryKind {
  fields: Field[];
  /** `q` looks into names and codes. */
  hasSearch?: true;
  /** As a table: CSV and XLSX in, CSV out. */
  hasTable?: true;
}

export interface Entry {
  id: string;
  version: number;
  [field: string]: string | number | string[] | null;
}

const CODE: Field = { name: 'code', kind: 'text', isListed: true, max: 40 };
const NAMES: Field[] = [
  { name: 'name_vi', kind: 'text', isListed: true, max: 200 },
  { name: 'name_en', kind: 'text', isListed: true, max: 200 },
];
const DAYS: Field[] = [
  { name: 'valid_from', kind: 'date', isListed: true },
  { name: 'valid_to', kind: 'date', isListed: true, isOptional: true },
];
const TIMES: Field[] = [
  { name: 'starts_at', kind: 'moment', isListed: true },
  { name: 'ends_at', kind: 'moment', isListed: true },
];
const UNIT: Field = { name: 'unit_id', kind: 'units', isListed: true, isFilter: true };
const OFFICER: Field = { name: 'officer_id', kind: 'officers', isListed: true, isFilter: true };

export const KINDS: Record<KindName, EntryKind> = {
  agencies: {
    hasSearch: true,
    hasTable: true,
    fields: [
      CODE,
      ...NAMES,
      { name: 'parent_id', kind: 'agencies', isOptional: true },
      ...DAYS,
      { name: 'successor_id', kind: 'agencies', isOptional: true },
    ],
  },
  units: {
    hasSearch: true,
    hasTable: true,
    fields: [
      { name: 'agency_id', kind: 'agencies', isFilter: true },
      CODE,
      ...NAMES,
      { name: 'hotline', kind: 'text', isOptional: true, isListed: true, max: 40 },
      ...DAYS,
      { name: 'successor_id', kind: 'units', isOptional: true },
    ],
  },
  officers: {
    hasSearch: true,
    hasTable: true,
    fields: [
      UNIT,
      CODE,
      { name: 'name', kind: 'text', isListed: true, max: 200 },
      { name: 'position_vi', kind: 'text', isOptional: true, max: 200 },
      { name: 'position_en', kind: 'text', isOptional: true, max: 200 },
      { name: 'roles', kind: 'roles', isListed: true },
      { name: 'wards', kind: 'wards', isOptional: true },
      ...DAYS,
    ],
  },
  rosters: { fields: [UNIT, OFFICER, ...TIMES] },
  substitutes: {
    fields: [OFFICER, { name: 'substitute_id', kind: 'officers', isListed: true, isFilter: true }, ...TIMES],
  },
  responsibilities: {
    hasTable: true,
    fields: [
      { name: 'ward_code', kind: 'ward', isListed: true, isFilter: true },
      UNIT,
      { name: 'category', kind: 'category', isOptional: true, isListed: true, isFilter: true },
      ...DAYS,
    ],
  },
};

export const ROLES = ['officer', 'moderator', 'supervisor', 'auditor'] as const;
const LISTS: ReadonlySet<FieldKind> = new Set(['roles', 'wards']);
const EMPTY_IS_NULL: ReadonlySet<FieldKind> = new Set(['date', 'agencies', 'units', 'officers']);

export type Given = Record<string, string | string[]>;

export const isList = (field: Field): boolean => LISTS.has(field.kind);

/** What an empty answer is for the API: no date and no reference is null, no text is empty. */
export const emptyOf = ({ kind }: Field): null | '' => (EMPTY_IS_NULL.has(kind) ? null : '');
