/** Web Mercator in a plane of 0…1000 units around Hue, and what a ward map needs. Pure. */
import type { AreaFeature } from '../api/types';

export interface Point {
  x: number;
  y: number;
}
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface Ward {
  code: string;
  name: string;
  isApproximate: boolean;
  path: string;
  box: Box;
  middle: Point;
  rings: Point[][];
}

/** West, south, east, north of the city, for the frame when no areas are known. */
export const HUE_BOUNDS = [107.0, 15.98, 108.22, 16.77] as const;
const [WEST, SOUTH, EAST, NORTH] = HUE_BOUNDS;
const UNITS_PER_DEGREE = 1000 / (EAST - WEST);
const EARTH_M = 6_371_008.8;

const raise = (lat: number): number =>
  (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI;
const lower = (y: number): number => (Math.atan(Math.exp((y * Math.PI) / 180)) * 360) / Math.PI - 90;

export function project(lat: number, lon: number): Point {
  return { x: (lon - WEST) * UNITS_PER_DEGREE, y: (raise(NORTH) - raise(lat)) * UNITS_PER_DEGREE };
}

export function unproject({ x, y }: Point): { lat: number; lon: number } {
  return { lat: lower(raise(NORTH) - y / UNITS_PER_DEGREE), lon: WEST + x / UNITS_PER_DEGREE };
}

export const HUE_BOX: Box = { x: 0, y: 0, width: 1000, height: project(SOUTH, EAST).y };

/** Metres one unit of the plane measures on the ground, near the middle of the city. */
export const METRES_PER_UNIT =
  ((Math.PI / 180) * EARTH_M * Math.cos(((SOUTH + NORTH) / 2) * (Math.PI / 180))) / UNITS_PER_DEGREE;

export function toWard(feature: AreaFeature): Ward {
  const { geometry, properties } = feature;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const rings = polygons.flat().map((ring) => thin(ring.map(([lon, lat]) => project(lat, lon))));
  const box = boxOf(rings.flat());
  return {
    code: properties.code,
    name: properties.name,
    isApproximate: properties.boundary === 'approximate',
    rings,
    box,
    middle: middleOf(rings, box),
    path: rings
      .map((ring) => `M${ring.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`).join('L')}Z`)
      .join(''),
  };
}

/** Drops points closer than a step that no screen shows (about 15 m). */
function thin(ring: Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of ring) {
    const last = kept.at(-1);
    if (!last || Math.hypot(point.x - last.x, point.y - last.y) > 0.12) kept.push(point);
  }
  return kept;
}

export function boxOf(points: Point[]): Box {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** By the even-odd rule, over all rings: holes and islands come right. */
export function isInside(rings: Point[][], { x, y }: Point): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
      const one = ring[at];
      const other = ring[before];
      if (!one || !other || one.y > y === other.y > y) continue;
      if (x < ((other.x - one.x) * (y - one.y)) / (other.y - one.y) + one.x) inside = !inside;
    }
  }
  return inside;
}

export function wardAt(wards: readonly Ward[], point: Point): Ward | null {
  return wards.find((ward) => isInside(ward.rings, point)) ?? null;
}

/** A point surely inside: the middle of the widest stretch on a line through the box, of nine lines tried. */
function middleOf(rings: Point[][], box: Box): Point {
  let best = { x: box.x + box.width / 2, y: box.y + box.height / 2, width: -1 };
  for (let line = 1; line <= 9; line += 1) {
    const y = box.y + (box.height * line) / 10;
    const cuts = crossings(rings, y);
    for (let at = 0; at + 1 < cuts.length; at += 2) {
      const [from = 0, to = 0] = [cuts[at], cuts[at + 1]];
      // Lines near the middle win over slightly wider ones at the edge: labels sit better there.
      const width = (to - from) * (1 - Math.abs(line - 5) / 12);
      if (width > best.width) best = { x: (from + to) / 2, y, width };
    }
  }
  return { x: best.x, y: best.y };
}

function crossings(rings: Point[][], y: number): number[] {
  const found: number[] = [];
  for (const ring of rings) {
    ring.forEach((one, at) => {
      const other = ring[(at + 1) % ring.length];
      if (other && one.y > y !== other.y > y) {
        found.push(one.x + ((y - one.y) / (other.y - one.y)) * (other.x - one.x));
      }
    });
  }
  return found.sort((a, b) => a - b);
}

/** What to show around a pin: its ward with a rim of the neighbours, or a few kilometres where no ward is known. */
export function around(pin: Point, ward: Ward | null | undefined): Box {
  if (ward) return padded(ward.box, 0.12);
  return { x: pin.x - 25, y: pin.y - 18, width: 50, height: 36 };
}

export function padded(box: Box, share: number): Box {
  const pad = Math.max(box.width, box.height) * share;
  return { x: box.x - pad, y: box.y - pad, width: box.width + 2 * pad, height: box.height + 2 * pad };
}
