/** Parts of a photo to cover, in shares of its width and height. Pure. */
export interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

interface Point {
  x: number;
  y: number;
}

const STEP = 0.02;
const SMALLEST = 0.02;
const FIRST: Rectangle = { left: 0.4, top: 0.4, width: 0.2, height: 0.2 };

const inside = (share: number): number => Math.min(1, Math.max(0, share));

/** The one between two corners; null when it is so small that it was a mere touch. */
export function between(one: Point, other: Point): Rectangle | null {
  const [left, right] = [inside(Math.min(one.x, other.x)), inside(Math.max(one.x, other.x))];
  const [top, bottom] = [inside(Math.min(one.y, other.y)), inside(Math.max(one.y, other.y))];
  const found = { left, top, width: right - left, height: bottom - top };
  return found.width < SMALLEST / 2 || found.height < SMALLEST / 2 ? null : found;
}

export const inTheMiddle = (): Rectangle => ({ ...FIRST });

/** By an arrow key; with Shift the right or lower side moves alone. Null for any other key. */
export function nudged(given: Rectangle, key: string, isResizing: boolean): Rectangle | null {
  const dx = key === 'ArrowLeft' ? -STEP : key === 'ArrowRight' ? STEP : 0;
  const dy = key === 'ArrowUp' ? -STEP : key === 'ArrowDown' ? STEP : 0;
  if (!dx && !dy) return null;
  if (isResizing) {
    return {
      ...given,
      width: Math.min(1 - given.left, Math.max(SMALLEST, given.width + dx)),
      height: Math.min(1 - given.top, Math.max(SMALLEST, given.height + dy)),
    };
  }
  return {
    ...given,
    left: Math.min(1 - given.width, Math.max(0, given.left + dx)),
    top: Math.min(1 - given.height, Math.max(0, given.top + dy)),
  };
}
