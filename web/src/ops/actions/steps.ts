/** The steps beside the usual ones (moderate, assign, answer, review): what each asks for, and where it goes. */
import type { Action } from '../../shared/api/types';

export type FieldKind = 'text' | 'line' | 'number' | 'date' | 'unit' | 'check' | 'duplicate';

export interface StepField {
  name: string;
  kind: FieldKind;
  isOptional?: boolean;
}

export interface Step {
  action: Action;
  /** Below `/v1/ops/reports/{id}/`. */
  path: string;
  fields: readonly StepField[];
  fixed?: Readonly<Record<string, string>>;
}

const NOTE: StepField = { name: 'note', kind: 'text', isOptional: true };
const WHY: StepField = { name: 'note', kind: 'text' };
const REASON: StepField = { name: 'reason', kind: 'text' };

export const STEPS: readonly Step[] = [
  { action: 'verify', path: 'progress', fixed: { step: 'verify' }, fields: [NOTE] },
  { action: 'start', path: 'progress', fixed: { step: 'start' }, fields: [NOTE] },
  { action: 'ask', path: 'information-request', fields: [{ name: 'question', kind: 'text' }] },
  { action: 'inform', path: 'resumption', fields: [WHY] },
  {
    action: 'ask_extension',
    path: 'extension',
    fields: [{ name: 'working_days', kind: 'number' }, REASON],
  },
  { action: 'extend', path: 'extension/decision', fixed: { decision: 'approve' }, fields: [NOTE] },
  { action: 'refuse_extension', path: 'extension/decision', fixed: { decision: 'refuse' }, fields: [WHY] },
  {
    action: 'ask_transfer',
    path: 'transfer-request',
    fields: [REASON, { name: 'suggested_unit_id', kind: 'unit', isOptional: true }],
  },
  {
    action: 'transfer',
    path: 'transfer',
    fixed: { decision: 'transfer' },
    fields: [{ name: 'unit_id', kind: 'unit' }, { name: 'restart_clock', kind: 'check' }, NOTE],
  },
  { action: 'refuse_transfer', path: 'transfer', fixed: { decision: 'refuse' }, fields: [WHY] },
  { action: 'merge', path: 'merge', fields: [{ name: 'into', kind: 'duplicate' }, NOTE] },
  { action: 'unmerge', path: 'unmerge', fields: [WHY] },
  {
    action: 'sanction',
    path: 'sanctions',
    fields: [
      { name: 'minutes_number', kind: 'line' },
      { name: 'decision_number', kind: 'line' },
      { name: 'article', kind: 'line' },
      { name: 'amount_vnd', kind: 'number' },
      { name: 'decided_at', kind: 'date' },
    ],
  },
  { action: 'reopen', path: 'reopening', fields: [REASON] },
  { action: 'overturn', path: 'appeal/decision', fixed: { decision: 'overturn' }, fields: [WHY] },
  { action: 'uphold', path: 'appeal/decision', fixed: { decision: 'uphold' }, fields: [WHY] },
];

export type Given = Record<string, string | boolean>;

/** Names of what is missing; empty when the step can be sent. */
export function missingOf(step: Step, given: Given): string[] {
  return step.fields
    .filter(({ name, kind, isOptional }) => kind !== 'check' && !isOptional && !given[name])
    .map(({ name }) => name);
}

export function bodyOf(step: Step, given: Given): Record<string, unknown> {
  const body: Record<string, unknown> = { ...step.fixed };
  for (const { name, kind } of step.fields) {
    const value = given[name];
    if (kind === 'check') body[name] = value === true;
    else if (typeof value === 'string' && value.trim())
      body[name] = kind === 'number' ? Number(value) : value.trim();
  }
  return body;
}
