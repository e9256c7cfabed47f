/** How a webhook stands and what became of a delivery, with the icon and colour of each. Pure. */
import type { components } from '../../shared/api/schema';
import type { Tone } from '../../shared/state';
import type { IconName } from '../../shared/ui/icons';

export type Schemas = components['schemas'];
interface Look {
  icon: IconName;
  tone: Tone;
}

export type Stand = 'sending' | 'resting' | 'closed' | Schemas['DisabledReason'];
export const STAND_LOOK: Record<Stand, Look> = {
  sending: { icon: 'check_circle', tone: 'green' },
  resting: { icon: 'clock', tone: 'amber' },
  closed: { icon: 'lock', tone: 'grey' },
  by_hand: { icon: 'cross_circle', tone: 'grey' },
  gone: { icon: 'cross_circle', tone: 'red' },
  exhausted: { icon: 'overdue', tone: 'red' },
};

/** `isClosed`: its client is; then nothing is sent, whatever the webhook says. */
export function standOf(hook: Schemas['Webhook'], isClosed: boolean, nowMs: number): Stand {
  if (isClosed) return 'closed';
  if (hook.disabled_at) return hook.disabled_reason ?? 'by_hand';
  return hook.paused_until && Date.parse(hook.paused_until) > nowMs ? 'resting' : 'sending';
}

export const OUTCOMES = ['waiting', 'sending', 'delivered', 'failed'] as const;
type Result = Schemas['WebhookOutcome'] | 'again';
export const RESULT_LOOK: Record<Result, Look> = {
  waiting: { icon: 'clock', tone: 'blue' },
  again: { icon: 'refresh', tone: 'amber' },
  sending: { icon: 'next', tone: 'blue' },
  delivered: { icon: 'check_circle', tone: 'green' },
  failed: { icon: 'cross_circle', tone: 'red' },
};

export function resultOf({ outcome, tries }: Schemas['WebhookDelivered']): Result {
  return outcome === 'waiting' && tries ? 'again' : outcome;
}

export const isOpen = ({ outcome }: Schemas['WebhookDelivered']): boolean =>
  outcome === 'waiting' || outcome === 'sending';
