import { describe, expect, it } from 'vitest';

import { monthsOf, weekdayOf } from '../src/ops/calendar/year';

describe('a year of the working calendar', () => {
  it('has every day once', () => {
    expect(monthsOf(2028, []).flatMap((month) => month.cells)).toHaveLength(366);
  });

  it('begins each month under its weekday', () => {
    // 1 November 2026 is a Sunday.
    expect(monthsOf(2026, [])[10]?.lead).toBe(6);
    expect(weekdayOf('2026-11-23')).toBe(1);
  });

  it('shows what a notice made of a day', () => {
    const day = { date: '2026-08-22', kind: 'make_up', source: 'A notice', is_verified: true } as const;
    const cells = monthsOf(2026, [day])[7]?.cells;
    expect(cells?.[21]).toMatchObject({ look: 'make_up', source: 'A notice' });
    expect(cells?.[22]?.look).toBe('weekend');
    expect(cells?.[23]?.look).toBe('worked');
  });
});
