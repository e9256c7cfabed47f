import { describe, expect, it } from 'vitest';

import { between, inTheMiddle, nudged, type Rectangle } from '../src/ops/files/rectangle';

const KEYS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

function stays({ left, top, width, height }: Rectangle): boolean {
  return (
    left >= 0 && top >= 0 && width > 0 && height > 0 && left + width <= 1.000001 && top + height <= 1.000001
  );
}

describe('a part of a photo to cover', () => {
  it('lies between two corners, whichever was first', () => {
    const found = between({ x: 0.6, y: 0.1 }, { x: 0.2, y: 0.5 });
    expect(found?.left).toBeCloseTo(0.2);
    expect(found?.width).toBeCloseTo(0.4);
    expect(found?.height).toBeCloseTo(0.4);
  });

  it('ends at the edge of the photo', () => {
    expect(between({ x: 0.5, y: 0.5 }, { x: 3, y: -2 })).toEqual({
      left: 0.5,
      top: 0,
      width: 0.5,
      height: 0.5,
    });
  });

  it('is none when it was a mere touch', () => {
    expect(between({ x: 0.5, y: 0.5 }, { x: 0.501, y: 0.501 })).toBeNull();
  });

  it.each(KEYS.flatMap((key) => [false, true].map((isResizing) => [key, isResizing] as const)))(
    'never leaves the photo by %s, resizing: %s',
    (key, isResizing) => {
      let part = inTheMiddle();
      for (let n = 0; n < 100; n += 1) {
        part = nudged(part, key, isResizing) ?? part;
        expect(stays(part)).toBe(true);
      }
    },
  );

  it('is not moved by other keys', () => {
    expect(nudged(inTheMiddle(), 'a', false)).toBeNull();
  });
});
