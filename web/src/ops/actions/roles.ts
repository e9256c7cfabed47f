/** Who may take which action. The report says what its state allows; the server has the last word. */
import type { Action } from '../../shared/api/types';

const CENTRE = ['moderator', 'supervisor'];
const TAKERS: Partial<Record<Action, readonly string[]>> = {
  accept: CENTRE,
  reject: CENTRE,
  assign: CENTRE,
  resolve: CENTRE,
  return: CENTRE,
  answer: [...CENTRE, 'officer'],
  ask: [...CENTRE, 'officer'],
  inform: CENTRE,
  merge: CENTRE,
  unmerge: CENTRE,
  ask_transfer: ['officer'],
  transfer: CENTRE,
  refuse_transfer: CENTRE,
  verify: [...CENTRE, 'officer'],
  start: [...CENTRE, 'officer'],
  ask_extension: ['officer'],
  extend: CENTRE,
  refuse_extension: CENTRE,
  sanction: [...CENTRE, 'officer'],
  reopen: CENTRE,
  overturn: CENTRE,
  uphold: CENTRE,
};

export function mayTake(role: string | undefined, action: Action): boolean {
  return TAKERS[action]?.includes(role ?? '') ?? false;
}
