/** Drag, pinch, wheel and tap on a map, by pointer events. */
import type { Point } from './mercator';

export interface Gestures {
  onPan: (dx: number, dy: number) => void;
  onZoom: (factor: number, around: Point) => void;
  onTap: (at: Point) => void;
}

/** A finger moves a little while it taps. */
const TAP_PX = 8;

export function gestures(node: SVGElement, actions: Gestures): { destroy: () => void } {
  const down = new Map<number, Point>();
  let travelled = 0;
  const stop = new AbortController();
  const { signal } = stop;

  const at = (event: MouseEvent): Point => {
    const frame = node.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  const spread = (): { length: number; middle: Point } => {
    const [one = { x: 0, y: 0 }, other = one] = [...down.values()];
    const middle = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
    return { length: Math.hypot(one.x - other.x, one.y - other.y), middle };
  };

  node.addEventListener(
    'pointerdown',
    (event) => {
      if (down.size === 0) travelled = 0;
      down.set(event.pointerId, at(event));
      node.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  node.addEventListener(
    'pointermove',
    (event) => {
      const before = down.get(event.pointerId);
      if (!before) return;
      const was = spread();
      const now = at(event);
      travelled += Math.hypot(now.x - before.x, now.y - before.y);
      down.set(event.pointerId, now);
      const is = spread();
      if (travelled > TAP_PX) actions.onPan(is.middle.x - was.middle.x, is.middle.y - was.middle.y);
      if (down.size === 2 && was.length > 0) actions.onZoom(is.length / was.length, is.middle);
    },
    { signal },
  );
  const up = (event: PointerEvent): void => {
    const wasDown = down.delete(event.pointerId);
    if (!wasDown || down.size > 0) return;
    if (event.type === 'pointerup' && travelled <= TAP_PX) actions.onTap(at(event));
  };
  node.addEventListener('pointerup', up, { signal });
  node.addEventListener('pointercancel', up, { signal });
  node.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      actions.onZoom(event.deltaY < 0 ? 1.25 : 0.8, at(event));
    },
    { signal, passive: false },
  );
  return { destroy: () => stop.abort() };
}
