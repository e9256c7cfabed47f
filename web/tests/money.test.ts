import { describe, expect, it } from 'vitest';

import { capitalText } from '../src/shared/money';

describe('sums of a project', () => {
  it('are said in billions of đồng, from least to most', () => {
    const range = { min: 1_525_000_000_000, max: 2_000_000_000_000 };
    expect(capitalText(range, 'VND', 'vi')).toBe('1.525 – 2.000 tỷ đồng');
    expect(capitalText(range, 'VND', 'en')).toBe('1,525 – 2,000 billion VND');
  });

  it('are one number where both ends are one or only one is known', () => {
    expect(capitalText({ min: 5_000_000_000, max: 5_000_000_000 }, 'VND', 'vi')).toBe('5 tỷ đồng');
    expect(capitalText({ min: null, max: 12_500_000 }, 'USD', 'en')).toBe('12.5 million USD');
  });

  it('are nothing where none is known', () => {
    expect(capitalText({ min: null, max: null }, 'VND', 'vi')).toBe('');
  });
});
