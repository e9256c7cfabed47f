/** The order and the filters of the queue. Pure. */
import type { QueueItem } from '../shared/api/types';
import { fold } from '../shared/fold';

export interface Filter {
  state: string;
  /** A unit's id, or "none" for reports nobody has yet. */
  unit: string;
  ward: string;
  text: string;
}

export const NO_FILTER: Filter = { state: '', unit: '', ward: '', text: '' };

/** States in which the next step is the centre's: these stand by since when they wait. */
const CENTRE_ACTS = new Set(['received', 'accepted', 'transfer_requested', 'answered']);

/** What must be done first, then what is urgent, then what waits longest. */
export function compare(one: QueueItem, other: QueueItem): number {
  return (
    breachOf(one) - breachOf(other) ||
    Number(other.priority === 'urgent') - Number(one.priority === 'urgent') ||
    Date.parse(one.reported_at) - Date.parse(other.reported_at) ||
    one.id.localeCompare(other.id)
  );
}

function breachOf(item: QueueItem): number {
  return Date.parse(CENTRE_ACTS.has(item.state) ? item.state_since : (item.due_at ?? item.state_since));
}

export function matches(item: QueueItem, filter: Filter): boolean {
  if (filter.state && item.state !== filter.state) return false;
  if (filter.unit && (item.unit_id ?? 'none') !== filter.unit) return false;
  if (filter.ward && item.ward_name !== filter.ward) return false;
  if (!filter.text) return true;
  const { code, description, ward_name, category } = item;
  const all = fold([code, description, ward_name, category.vi, category.en].join(' '));
  return fold(filter.text)
    .split(' ')
    .every((word) => all.includes(word));
}
