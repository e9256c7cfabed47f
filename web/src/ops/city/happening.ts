/** One event of the stream, as a line that somebody reads. Pure. */
import type { StreamEvent } from '../../shared/stream';

export interface Happening {
  id: string;
  service: string;
  /** `report.received` */
  what: string;
  at: string;
  subject: string;
}

const TYPE = /^vn\.hue\.([a-z]+)\.([a-z0-9_]+\.[a-z0-9_]+)\.v\d+$/;

/** `vn.hue.reflection.report.received.v1`: its service and what has happened; null for what is no such type. */
export function partsOf(type: string): Pick<Happening, 'service' | 'what'> | null {
  const [, service, what] = TYPE.exec(type) ?? [];
  return service && what ? { service, what } : null;
}

export function happeningOf(event: StreamEvent): Happening | null {
  const parts = partsOf(event.event);
  if (!parts) return null;
  try {
    const told = JSON.parse(event.data) as { id?: unknown; time?: unknown; subject?: unknown };
    if (typeof told.time !== 'string') return null;
    return {
      id: String(told.id ?? event.id),
      ...parts,
      at: told.time,
      subject: String(told.subject ?? ''),
    };
  } catch {
    return null;
  }
}

/** Where the console shows more of it; null when there is no page. */
export function pageOf({
  service,
  what,
  subject,
}: Pick<Happening, 'service' | 'what' | 'subject'>): string | null {
  if (service === 'reflection' && what.startsWith('report.')) return `/ops/reports/${subject}`;
  return null;
}
