/** What part of the plane a map shows. Pure. */
import { HUE_BOX, padded, type Box, type Point } from './mercator';

export interface View {
  middle: Point;
  /** Plane units per screen pixel. */
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

const CLOSEST = 0.01; // about 1.3 m a pixel
export const WHOLE = padded(HUE_BOX, 0.02);

export function fitTo(box: Box, size: Size): View {
  const scale = Math.max(box.width / size.width, box.height / size.height, CLOSEST);
  return { middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 }, scale };
}

export function boxOfView({ middle, scale }: View, { width, height }: Size): Box {
  const [wide, high] = [width * scale, height * scale];
  return { x: middle.x - wide / 2, y: middle.y - high / 2, width: wide, height: high };
}

export function zoom(
  view: View,
  factor: number,
  size: Size,
  around: Point = view.middle,
  whole: Box = WHOLE,
): View {
  const widest = fitTo(whole, size).scale * 1.3;
  const scale = Math.min(widest, Math.max(CLOSEST, view.scale / factor));
  const share = scale / view.scale;
  const middle = {
    x: around.x + (view.middle.x - around.x) * share,
    y: around.y + (view.middle.y - around.y) * share,
  };
  return held({ scale, middle }, whole);
}

export function pan(view: View, dx: number, dy: number, whole: Box = WHOLE): View {
  const middle = { x: view.middle.x - dx * view.scale, y: view.middle.y - dy * view.scale };
  return held({ ...view, middle }, whole);
}

/** The middle never leaves the frame: nobody gets lost. */
function held(view: View, whole: Box): View {
  const { x, y, width, height } = whole;
  return {
    ...view,
    middle: {
      x: Math.min(x + width, Math.max(x, view.middle.x)),
      y: Math.min(y + height, Math.max(y, view.middle.y)),
    },
  };
}

export function toPlane(view: View, size: Size, screen: Point): Point {
  const box = boxOfView(view, size);
  return { x: box.x + screen.x * view.scale, y: box.y + screen.y * view.scale };
}

/** A round length for the scale bar, at most the given pixels wide. */
export function scaleBar(metresPerPixel: number, longestPx: number): { metres: number; px: number } {
  const longest = metresPerPixel * longestPx;
  const power = 10 ** Math.floor(Math.log10(longest));
  const metres = [5, 2, 1].map((step) => step * power).find((length) => length <= longest) ?? power;
  return { metres, px: metres / metresPerPixel };
}
