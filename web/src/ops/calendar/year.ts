/** A year as a grid: months of weeks that begin on Monday. Days are ISO dates, without a time zone. */
import type { components } from '../../shared/api/schema';

export type Shown = components['schemas']['DayShown'];
export type Look = 'worked' | 'weekend' | 'holiday' | 'swap' | 'make_up';

const SATURDAY = 6;
const WEEK = 7;

export interface Cell {
  readonly date: string;
  readonly day: number;
  readonly look: Look;
  readonly source: string;
}

/** Of one month: `lead` empty cells before the first day. */
export interface Month {
  readonly number: number;
  readonly lead: number;
  readonly cells: readonly Cell[];
}

export function monthsOf(year: number, days: readonly Shown[]): Month[] {
  const known = new Map(days.map((each) => [each.date, each]));
  return Array.from({ length: 12 }, (_, month) => {
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    const cells = Array.from({ length }, (_each, index) => cellOf(year, month, index + 1, known));
    return { number: month + 1, lead: weekdayOf(cells[0]?.date ?? '') - 1, cells };
  });
}

function cellOf(year: number, month: number, day: number, known: Map<string, Shown>): Cell {
  const date = new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
  const found = known.get(date);
  const usual: Look = weekdayOf(date) >= SATURDAY ? 'weekend' : 'worked';
  return { date, day, look: found?.kind ?? usual, source: found?.source ?? '' };
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || WEEK;
}
