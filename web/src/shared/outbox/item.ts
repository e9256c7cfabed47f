/** A report on its way: the states it passes on this device, as data. Pure. */
import type { Place, Problem } from '../api/types';

export type OutboxState = 'draft' | 'queued' | 'sending' | 'sent' | 'needs_login' | 'rejected';

export interface OutboxPhoto {
  id: string;
  blob: Blob;
  sha256: string;
  width: number;
  height: number;
  /** Where the upload was begun, so that it resumes. */
  location: string | null;
  isUploaded: boolean;
  /** Bytes that have arrived of a file on its way. */
  sentBytes?: number;
}

export function kindOf({ blob }: OutboxPhoto): 'image' | 'video' | 'audio' {
  return blob.type.startsWith('video/') ? 'video' : blob.type.startsWith('audio/') ? 'audio' : 'image';
}

/** How much of all files has arrived, 0 to 100. */
export function percentSent(photos: readonly OutboxPhoto[]): number {
  const all = photos.reduce((sum, { blob }) => sum + blob.size, 0);
  const sent = photos.reduce(
    (sum, each) => sum + (each.isUploaded ? each.blob.size : (each.sentBytes ?? 0)),
    0,
  );
  return all ? Math.floor((100 * sent) / all) : 100;
}

export interface DraftPlace extends Place {
  ward: string | null;
  wardName: string | null;
  /** Exact means a point was picked; otherwise it is the middle of a ward and the address must say more. */
  isExact: boolean;
}

export interface OutboxItem {
  id: string;
  kind: 'report';
  createdAt: number;
  payload: {
    category: string;
    description: string;
    place: DraftPlace | null;
    /** To questions of the category, by code; goes with the category it was given for. */
    answers?: Record<string, string>;
  };
  photos: OutboxPhoto[];
  attempts: number;
  nextAt: number;
  state: OutboxState;
  error: Problem | null;
  code: string | null;
}

export type OutboxEvent =
  | { type: 'queue' }
  | { type: 'send' }
  | { type: 'delivered'; code: string }
  | { type: 'failed'; nowMs: number; random: number; retryAfterS: number | null }
  | { type: 'refused'; problem: Problem }
  | { type: 'unauthenticated' }
  | { type: 'signed_in' }
  | { type: 'interrupted' };

/** From which states an event may come, and the state it leads to. */
export const MOVES: Record<OutboxEvent['type'], { from: readonly OutboxState[]; to: OutboxState }> = {
  queue: { from: ['draft', 'rejected'], to: 'queued' },
  send: { from: ['queued'], to: 'sending' },
  delivered: { from: ['sending'], to: 'sent' },
  failed: { from: ['sending'], to: 'queued' },
  refused: { from: ['sending'], to: 'rejected' },
  unauthenticated: { from: ['queued', 'sending'], to: 'needs_login' },
  signed_in: { from: ['needs_login'], to: 'queued' },
  interrupted: { from: ['sending'], to: 'queued' },
};

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 10 * 60_000;

export function newDraft(id: string, nowMs: number): OutboxItem {
  return {
    id,
    kind: 'report',
    createdAt: nowMs,
    payload: { category: '', description: '', place: null },
    photos: [],
    attempts: 0,
    nextAt: 0,
    state: 'draft',
    error: null,
    code: null,
  };
}

export function step(item: OutboxItem, event: OutboxEvent): OutboxItem {
  const move = MOVES[event.type];
  if (!move.from.includes(item.state)) throw new Error(`${event.type} is not possible in ${item.state}`);
  const next: OutboxItem = { ...item, state: move.to };
  switch (event.type) {
    case 'queue':
    case 'signed_in':
      return { ...next, nextAt: 0, error: null };
    case 'send':
      return { ...next, attempts: item.attempts + 1 };
    case 'delivered':
      return { ...next, code: event.code, error: null, photos: [] };
    case 'failed':
      return { ...next, nextAt: event.nowMs + waitMs(item.attempts, event.random, event.retryAfterS) };
    case 'refused':
      return { ...next, error: event.problem };
    default:
      return next;
  }
}

/** 5 s, 10 s, 20 s … 10 min, up to a fifth longer at random; never sooner than the server asked for. */
export function waitMs(attempts: number, random: number, retryAfterS: number | null): number {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1), LONGEST_WAIT_MS);
  return Math.max(Math.round(wait * (1 + random / 5)), (retryAfterS ?? 0) * 1_000);
}

export function isEmpty(item: OutboxItem): boolean {
  const { category, description, place } = item.payload;
  return !category && !description.trim() && !place && item.photos.length === 0;
}
