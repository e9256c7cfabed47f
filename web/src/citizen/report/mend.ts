/** A refused report becomes a new draft: its id stays with the answer the server gave to it. */
import { newDraft, type OutboxItem } from '../../shared/outbox/item';
import { uuid7 } from '../../shared/uuid7';
import { outbox } from '../app.svelte';

export async function mend(item: OutboxItem): Promise<string> {
  const draft = { ...newDraft(uuid7(), Date.now()), payload: item.payload, photos: item.photos };
  await outbox.save(draft);
  await outbox.discard(item.id);
  return draft.id;
}
