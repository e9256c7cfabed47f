import { describe, expect, it } from 'vitest';

import { compare, matches, NO_FILTER } from '../src/ops/queue';
import type { QueueItem } from '../src/shared/api/types';
import { fold } from '../src/shared/fold';

function item(over: Partial<QueueItem>): QueueItem {
  return {
    id: '1',
    claimed_by: null,
    code: 'PA-1',
    state: 'assigned',
    priority: 'normal',
    category: { vi: 'Rác thải', en: 'Garbage' },
    description: 'Bãi rác bên bờ sông',
    ward_name: 'Thuỷ Xuân',
    lat: 16.4,
    lon: 107.5,
    photo: null,
    unit: null,
    unit_id: null,
    reported_at: '2026-11-20T00:00:00Z',
    state_since: '2026-11-20T00:00:00Z',
    due_at: null,
    updated_at: '2026-11-20T00:00:00Z',
    version: 1,
    ...over,
  };
}

describe('the queue', () => {
  it('puts what waits for the centre by since when it waits, above what is due later', () => {
    const due = item({ id: 'due', due_at: '2026-11-21T00:00:00Z' });
    const overdue = item({ id: 'overdue', due_at: '2026-11-19T00:00:00Z' });
    const received = item({ id: 'received', state: 'received' });
    const answered = item({ id: 'answered', state: 'answered', due_at: '2026-12-24T00:00:00Z' });
    const order = [due, answered, received, overdue].sort(compare).map(({ id }) => id);
    expect(order).toEqual(['overdue', 'answered', 'received', 'due']);
  });

  it('puts what breaches first on top, then what is urgent, then what waits longest', () => {
    const late = item({ id: 'late', due_at: '2026-11-21T00:00:00Z' });
    const soon = item({ id: 'soon', due_at: '2026-11-23T00:00:00Z' });
    const urgent = item({ id: 'urgent', priority: 'urgent', reported_at: '2026-11-21T00:00:00Z' });
    const old = item({ id: 'old', reported_at: '2026-11-01T00:00:00Z' });
    const fresh = item({ id: 'fresh', reported_at: '2026-11-21T00:00:00Z' });
    const order = [fresh, old, urgent, soon, late].sort(compare).map(({ id }) => id);
    expect(order).toEqual(['urgent', 'old', 'fresh', 'late', 'soon']);
  });

  it('is searched without diacritics, every word anywhere', () => {
    expect(matches(item({}), { ...NO_FILTER, text: 'thuy xuan rac' })).toBe(true);
    expect(matches(item({}), { ...NO_FILTER, text: 'PA-1' })).toBe(true);
    expect(matches(item({}), { ...NO_FILTER, text: 'thuy xuan den' })).toBe(false);
  });

  it('is filtered by state, unit and ward', () => {
    expect(matches(item({}), { ...NO_FILTER, unit: 'none' })).toBe(true);
    expect(matches(item({ unit_id: 'u' }), { ...NO_FILTER, unit: 'none' })).toBe(false);
    expect(matches(item({}), { ...NO_FILTER, state: 'received' })).toBe(false);
    expect(matches(item({}), { ...NO_FILTER, ward: 'Thuỷ Xuân' })).toBe(true);
  });
});

it('folding keeps letters apart that only look alike', () => {
  expect(fold('Đường  Lê-Lợi')).toBe('duong le loi');
});
