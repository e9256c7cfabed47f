import { describe, expect, it } from 'vitest';

import { parseCoordinates } from '../src/citizen/report/steps';
import type { AreaFeature } from '../src/shared/api/types';
import { isInside, METRES_PER_UNIT, project, toWard, unproject, wardAt } from '../src/shared/map/mercator';
import { fitTo, scaleBar, toPlane, WHOLE, zoom } from '../src/shared/map/view';

/** A square around the citadel with a square hole in its middle. */
const feature: AreaFeature = {
  type: 'Feature',
  properties: { code: '1', name: 'Phú Xuân', boundary: 'exact' },
  geometry: { type: 'Polygon', coordinates: [square(107.5, 16.4, 0.1), square(107.54, 16.44, 0.02)] },
};

function square(lon: number, lat: number, side: number): [number, number][] {
  return [
    [lon, lat],
    [lon + side, lat],
    [lon + side, lat + side],
    [lon, lat + side],
    [lon, lat],
  ];
}

describe('the projection', () => {
  it('comes back to where it started', () => {
    const back = unproject(project(16.4637, 107.5909));
    expect(back.lat).toBeCloseTo(16.4637, 9);
    expect(back.lon).toBeCloseTo(107.5909, 9);
  });

  it('measures about the ground', () => {
    const one = project(16.46, 107.59);
    const other = project(16.47, 107.59);
    expect((one.y - other.y) * METRES_PER_UNIT).toBeGreaterThan(1_090);
    expect((one.y - other.y) * METRES_PER_UNIT).toBeLessThan(1_130);
  });
});

describe('a ward', () => {
  const ward = toWard(feature);

  it('holds what is inside, not its hole and not the outside', () => {
    expect(wardAt([ward], project(16.41, 107.51))?.name).toBe('Phú Xuân');
    expect(wardAt([ward], project(16.45, 107.55))).toBeNull();
    expect(wardAt([ward], project(16.55, 107.55))).toBeNull();
  });

  it('has its middle inside itself, hole or not', () => {
    expect(isInside(ward.rings, ward.middle)).toBe(true);
  });
});

describe('the view', () => {
  const size = { width: 400, height: 300 };

  it('keeps the point under the finger while zooming', () => {
    const view = fitTo(WHOLE, size);
    const finger = { x: 120, y: 80 };
    const before = toPlane(view, size, finger);
    const after = toPlane(zoom(view, 2, size, before), size, finger);
    expect(after.x).toBeCloseTo(before.x, 6);
    expect(after.y).toBeCloseTo(before.y, 6);
  });

  it('draws a round scale bar that fits', () => {
    expect(scaleBar(10, 110)).toEqual({ metres: 1000, px: 100 });
    expect(scaleBar(3, 110)).toEqual({ metres: 200, px: 200 / 3 });
  });
});

it('coordinates are read as people write them, around Hue only', () => {
  expect(parseCoordinates('16.4637, 107.5909')).toEqual({ lat: 16.4637, lon: 107.5909 });
  expect(parseCoordinates(' 16.4637 107.5909 ')).toEqual({ lat: 16.4637, lon: 107.5909 });
  expect(parseCoordinates('107.5909, 16.4637')).toBeNull();
  expect(parseCoordinates('16.4637')).toBeNull();
  expect(parseCoordinates('')).toBeNull();
});
