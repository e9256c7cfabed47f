import { describe, expect, it } from 'vitest';

import {
  bodyOf,
  changedFields,
  fieldAt,
  givenOf,
  missingOf,
  validityOf,
} from '../src/ops/organisations/form';
import { KINDS, type Entry } from '../src/ops/organisations/kinds';

const NOW = '2026-06-15T03:00:00Z';
const agency: Entry = {
  id: 'a1',
  version: 3,
  code: 'so-moi',
  name_vi: 'Sở Mới',
  name_en: 'New Department',
  parent_id: null,
  successor_id: null,
  valid_from: '2026-01-01',
  valid_to: null,
};

describe('the form of an entry', () => {
  const { fields } = KINDS.agencies;

  it('gives back the entry it was filled from', () => {
    const sent = bodyOf(fields, givenOf(fields, agency, '2026-06-15'));
    expect({ id: agency.id, version: agency.version, ...sent }).toEqual(agency);
  });

  it('begins a new entry today and misses what is needed', () => {
    const given = givenOf(fields, null, '2026-06-15');
    expect(given['valid_from']).toBe('2026-06-15');
    expect(missingOf(fields, given)).toEqual(['code', 'name_vi', 'name_en']);
  });

  it('speaks of moments in the time of Hue', () => {
    const roster = { id: 'r', version: 1, unit_id: 'u', officer_id: 'o', starts_at: NOW, ends_at: NOW };
    const given = givenOf(KINDS.rosters.fields, roster, '');
    expect(given['starts_at']).toBe('2026-06-15T10:00');
    expect(bodyOf(KINDS.rosters.fields, given)['starts_at']).toBe('2026-06-15T03:00:00.000Z');
  });

  it('knows what another person has changed', () => {
    const now = { ...agency, version: 4, name_vi: 'Sở Khác' };
    expect(changedFields(fields, agency, now).map(({ name }) => name)).toEqual(['name_vi']);
  });

  it('finds the field of a problem, also inside a list', () => {
    expect(fieldAt(KINDS.officers.fields, '/wards/3')?.name).toBe('wards');
    expect(fieldAt(fields, '/nothing')).toBeUndefined();
  });
});

describe('an entry', () => {
  it.each([
    [{}, 'current'],
    [{ valid_from: '2026-06-16' }, 'future'],
    [{ valid_to: '2026-06-15' }, 'ended'],
    [{ valid_to: '2026-06-16' }, 'current'],
  ] as const)('with %o is %s', (over, expected) => {
    expect(validityOf({ ...agency, ...over }, NOW)).toBe(expected);
  });

  it('of a roster ends at its minute', () => {
    const roster = { id: 'r', version: 1, starts_at: '2026-06-15T01:00:00Z', ends_at: NOW };
    expect(validityOf(roster, '2026-06-15T02:59:00Z')).toBe('current');
    expect(validityOf(roster, NOW)).toBe('ended');
  });
});
