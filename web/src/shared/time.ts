/** Deadlines and dates. Pure: the moment is always given. All dates are shown in Vietnam's time. */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ZONE = 'Asia/Ho_Chi_Minh';
/** From here on the minutes are noise. */
const EXACT_BELOW_H = 3;
/** Below this share of the time left, the clock warns. */
const SOON_SHARE = 0.25;

export type SlaLevel = 'none' | 'ok' | 'soon' | 'breached';

export function slaLevel(reportedAt: string, dueAt: string | null, nowMs: number): SlaLevel {
  if (!dueAt) return 'none';
  const due = Date.parse(dueAt);
  const left = due - nowMs;
  if (left <= 0) return 'breached';
  return left <= (due - Date.parse(reportedAt)) * SOON_SHARE ? 'soon' : 'ok';
}

/** A span in words, as exact as its length deserves: "2 ngày 3 giờ", "9 giờ", "1 giờ 20 phút", "45 phút". */
export function spanText(spanMs: number, language: string): string {
  const minutes = Math.max(1, Math.round(Math.abs(spanMs) / MINUTE_MS));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts: [number, string][] = days
    ? [
        [days, 'day'],
        [hours, 'hour'],
      ]
    : [
        [hours, 'hour'],
        [hours < EXACT_BELOW_H ? minutes % 60 : 0, 'minute'],
      ];
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(amount),
    )
    .join(' ');
}

export function agoText(at: string, nowMs: number, language: string): string {
  const past = Math.max(0, nowMs - Date.parse(at));
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (past < MINUTE_MS) return format.format(0, 'second');
  if (past < HOUR_MS) return format.format(-Math.floor(past / MINUTE_MS), 'minute');
  if (past < DAY_MS) return format.format(-Math.floor(past / HOUR_MS), 'hour');
  if (past < 7 * DAY_MS) return format.format(-Math.floor(past / DAY_MS), 'day');
  return dayText(at, language);
}

/** The length of a film: "0:07", "4:59". */
export function lengthText(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function dayText(at: string, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone: ZONE,
  }).format(new Date(at));
}

export function momentText(at: string | Date, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: ZONE,
  }).format(new Date(at));
}

export function hourText(at: Date, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: ZONE,
  }).format(at);
}

/** The value of a `datetime-local` field, in Vietnam's time (UTC+7, no summer time). */
export function toLocalField(at: Date): string {
  return new Date(at.getTime() + 7 * HOUR_MS).toISOString().slice(0, 16);
}

export function fromLocalField(value: string): Date {
  return new Date(`${value}:00+07:00`);
}

export function daysLater(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY_MS);
}

/** Day before month in both languages, as people in Vietnam write it. */
function localeOf(language: string): string {
  return language === 'en' ? 'en-GB' : 'vi-VN';
}
