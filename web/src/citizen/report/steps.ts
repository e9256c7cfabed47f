/** The four steps of a new report, and what each still lacks. Pure. */
import type { OutboxItem } from '../../shared/outbox/item';

export const STEPS = ['photos', 'place', 'details', 'check'] as const;
export type StepName = (typeof STEPS)[number];

export const MOST_PHOTOS = 5;
export const LONGEST_TEXT = 4000;

export type Missing = 'place' | 'category' | 'description';

export function missingParts(item: OutboxItem): Missing[] {
  const { place, category, description } = item.payload;
  const missing: Missing[] = [];
  if (!place || (!place.isExact && !place.address.trim())) missing.push('place');
  if (!category) missing.push('category');
  if (!description.trim() || [...description].length > LONGEST_TEXT) missing.push('description');
  return missing;
}

export function stepOf(part: Missing): StepName {
  return part === 'place' ? 'place' : 'details';
}

/** "16.4637, 107.5909" in the ways people write it; null when it is no place around Hue. */
export function parseCoordinates(text: string): { lat: number; lon: number } | null {
  const numbers = text
    .trim()
    .split(/[\s;,]+/)
    .map(Number);
  const [lat, lon] = numbers;
  if (numbers.length !== 2 || lat === undefined || lon === undefined) return null;
  return lat > 15.5 && lat < 17.3 && lon > 106.5 && lon < 109.3 ? { lat, lon } : null;
}
