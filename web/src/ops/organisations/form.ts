/** An entry as the form's answers, and back. Pure. */
import { fromLocalField, toLocalField } from '../../shared/time';
import { emptyOf, isList, type Entry, type Field, type Given } from './kinds';

export function givenOf(fields: Field[], entry: Entry | null, today: string): Given {
  return Object.fromEntries(fields.map((field) => [field.name, answerOf(field, entry, today)]));
}

function answerOf(field: Field, entry: Entry | null, today: string): string | string[] {
  if (!entry) return isList(field) ? [] : field.name === 'valid_from' ? today : '';
  const value = entry[field.name];
  if (Array.isArray(value)) return [...value];
  const text = String(value ?? '');
  return field.kind === 'moment' && text ? toLocalField(new Date(text)) : text;
}

export function bodyOf(fields: Field[], given: Given): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field, given[field.name] ?? '')]));
}

function valueOf(field: Field, answer: string | string[]): unknown {
  if (Array.isArray(answer)) return answer;
  const text = answer.trim();
  if (!text) return emptyOf(field);
  return field.kind === 'moment' ? fromLocalField(text).toISOString() : text;
}

export function missingOf(fields: Field[], given: Given): string[] {
  const isEmpty = (answer: string | string[] | undefined): boolean =>
    typeof answer === 'string' ? !answer.trim() : !answer?.length;
  return fields.filter((field) => !field.isOptional && isEmpty(given[field.name])).map(({ name }) => name);
}

/** Which fields another person has changed since `seen` was read. */
export function changedFields(fields: Field[], seen: Entry, now: Entry): Field[] {
  return fields.filter(({ name }) => JSON.stringify(seen[name]) !== JSON.stringify(now[name]));
}

/** The field of this form that a problem's pointer means: "/wards/3" is `wards`. */
export function fieldAt(fields: Field[], pointer: string): Field | undefined {
  const parts = pointer.split('/');
  return fields.find(({ name }) => parts.includes(name));
}

export type Validity = 'current' | 'future' | 'ended';

/** By days of Hue: an entry is in force from its first day to the day before its last. */
export function validityOf(entry: Entry, now: string): Validity {
  const begin = String(entry['valid_from'] ?? entry['starts_at'] ?? '');
  const end = String(entry['valid_to'] ?? entry['ends_at'] ?? '');
  const moment = begin.length > 10 ? now : toLocalField(new Date(now)).slice(0, 10);
  const at = (text: string): number => Date.parse(text);
  if (end && at(end) <= at(moment)) return 'ended';
  return at(begin) > at(moment) ? 'future' : 'current';
}
