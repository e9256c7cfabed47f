import { describe, expect, it } from 'vitest';

import {
  agoText,
  dayText,
  fromLocalField,
  momentText,
  slaLevel,
  spanText,
  toLocalField,
} from '../src/shared/time';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-22T05:00:00Z');
const at = (hours: number): string => new Date(NOON + hours * HOUR).toISOString();

describe('the SLA clock', () => {
  it('is ok while more than a quarter of the time is left', () => {
    expect(slaLevel(at(-10), at(10), NOON)).toBe('ok');
  });

  it('warns from a quarter on and is breached at the moment itself', () => {
    expect(slaLevel(at(-75), at(25), NOON)).toBe('soon');
    expect(slaLevel(at(-90), at(10), NOON)).toBe('soon');
    expect(slaLevel(at(-10), at(0), NOON)).toBe('breached');
    expect(slaLevel(at(-10), at(-1), NOON)).toBe('breached');
  });

  it('does not run without a due date', () => {
    expect(slaLevel(at(-10), null, NOON)).toBe('none');
  });
});

describe('spans', () => {
  it('are as exact as their length deserves', () => {
    expect(spanText(51 * HOUR, 'vi')).toBe('2 ngày 3 giờ');
    expect(spanText(9 * HOUR + 50 * 60_000, 'vi')).toBe('9 giờ');
    expect(spanText(80 * 60_000, 'vi')).toBe('1 giờ 20 phút');
    expect(spanText(80 * 60_000, 'en')).toBe('1 hour 20 minutes');
  });

  it('are the same before and after the deadline, and never nothing', () => {
    expect(spanText(-51 * HOUR, 'en')).toBe('2 days 3 hours');
    expect(spanText(10, 'vi')).toBe('1 phút');
  });
});

describe('dates', () => {
  it('are shown in the time of Vietnam, day first', () => {
    expect(momentText('2026-11-22T18:30:00Z', 'vi')).toContain('23/11/2026');
    expect(momentText('2026-11-22T18:30:00Z', 'en')).toContain('01:30');
    expect(dayText('2026-11-22T18:30:00Z', 'en')).toBe('23/11/2026');
  });

  it('are words while they are recent', () => {
    expect(agoText(at(-3), NOON, 'vi')).toBe('3 giờ trước');
    expect(agoText(at(-0.001), NOON, 'vi')).toBe('bây giờ');
    expect(agoText(at(-24 * 30), NOON, 'vi')).toBe('23/10/2026');
  });

  it('survive the way into a field and back', () => {
    const field = toLocalField(new Date(NOON));
    expect(field).toBe('2026-11-22T12:00');
    expect(fromLocalField(field).getTime()).toBe(NOON);
    expect(fromLocalField('').getTime()).toBeNaN();
  });
});
