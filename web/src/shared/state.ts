/** How each state and level looks. The words are in the catalogues; colour never speaks alone. */
import type { Rating, State } from './api/types';
import type { SlaLevel } from './time';
import type { IconName } from './ui/icons';

export type Tone = 'grey' | 'blue' | 'amber' | 'teal' | 'orange' | 'green' | 'red';

export const STATE_LOOK: Record<State, { icon: IconName; tone: Tone }> = {
  received: { icon: 'inbox', tone: 'grey' },
  rejected: { icon: 'cross_circle', tone: 'red' },
  accepted: { icon: 'check', tone: 'blue' },
  assigned: { icon: 'wrench', tone: 'amber' },
  answered: { icon: 'letter', tone: 'teal' },
  returned: { icon: 'returned', tone: 'orange' },
  resolved: { icon: 'check_circle', tone: 'green' },
  closed: { icon: 'lock', tone: 'grey' },
  need_info: { icon: 'letter', tone: 'orange' },
  duplicate: { icon: 'returned', tone: 'grey' },
  transfer_requested: { icon: 'returned', tone: 'orange' },
  verifying: { icon: 'wrench', tone: 'amber' },
  in_progress: { icon: 'wrench', tone: 'amber' },
  planned: { icon: 'clock', tone: 'blue' },
  reopened: { icon: 'refresh', tone: 'orange' },
};

export const SLA_LOOK: Record<SlaLevel, { icon: IconName; tone: Tone }> = {
  none: { icon: 'clock', tone: 'grey' },
  ok: { icon: 'clock', tone: 'green' },
  soon: { icon: 'warning', tone: 'amber' },
  breached: { icon: 'overdue', tone: 'red' },
};

export const RATING_ICON: Record<Rating, IconName> = {
  very_satisfied: 'glad',
  satisfied: 'smile',
  acceptable: 'flat',
  unsatisfied: 'sad',
};
export const RATINGS = Object.keys(RATING_ICON) as Rating[];

/** States before and beside publication: their photos have no public copy. */
export const NOT_PUBLIC: ReadonlySet<State> = new Set(['received', 'rejected']);

/** States in which the deadline counts. */
export const CLOCK_RUNS: ReadonlySet<State> = new Set([
  'assigned',
  'verifying',
  'in_progress',
  'reopened',
  'transfer_requested',
  'returned',
  'planned',
]);
