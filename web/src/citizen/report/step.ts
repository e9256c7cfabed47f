import type { OutboxItem } from '../../shared/outbox/item';

/** What every step is given. */
export interface StepProps {
  item: OutboxItem;
  change: (part: Partial<Pick<OutboxItem, 'payload' | 'photos'>>) => Promise<void>;
  next: () => Promise<void>;
  send: () => Promise<void>;
}
