/** GeoJSON lines and polygons as paths of the plane. Pure. */
import { project } from '../../shared/map/mercator';

import type { components } from '../../shared/api/schema';

type Geometry = components['schemas']['MapGeometry'];
type Position = readonly [number, number];

export function shapesOf({ type, coordinates }: Geometry): string {
  if (type === 'LineString') return lineOf(coordinates as Position[]);
  if (type === 'Polygon') return areaOf(coordinates as Position[][]);
  if (type === 'MultiPolygon') return (coordinates as Position[][][]).map(areaOf).join('');
  return '';
}

function areaOf(rings: readonly Position[][]): string {
  return rings.map((ring) => `${lineOf(ring)}Z`).join('');
}

function lineOf(line: readonly Position[]): string {
  const points = line.map(([lon, lat]) => project(lat, lon));
  return points.length ? `M${points.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`).join('L')}` : '';
}
