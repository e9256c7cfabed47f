import { beforeEach, describe, expect, it, vi } from 'vitest';

import { NetworkError } from '../src/shared/api/http';
import type { Issued } from '../src/shared/renewal';
import { personOf, Session } from '../src/shared/session.svelte';

const issued = (token: string, expires_in = 300, subject = 'p1'): Issued => ({
  access_token: token,
  expires_in,
  subject,
  roles: ['citizen'],
  agency_id: '',
  unit_id: '',
});

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as unknown as Storage;
}

describe('a session', () => {
  let storage: Storage;
  const renew = vi.fn<() => Promise<Issued | null>>();
  const end = vi.fn(() => Promise.resolve());
  const open = (): Session => new Session({ key: 's', storage, renew, end });

  beforeEach(() => {
    storage = memory();
    renew.mockReset();
    end.mockClear();
  });

  it('keeps its token in memory alone', async () => {
    const session = open();
    session.signIn(personOf(issued('secret-token'), 'A'));
    expect(storage.getItem('s')).not.toContain('secret-token');
    expect(await session.token()).toBe('secret-token');
    expect(renew).not.toHaveBeenCalled();
  });

  it('is still there after a reload, and fetches a token by its cookie', async () => {
    open().signIn(personOf(issued('t1'), 'A'));
    renew.mockResolvedValue(issued('t2'));
    const reloaded = open();
    expect(reloaded.person?.name).toBe('A');
    expect(await reloaded.token()).toBe('t2');
  });

  it('asks once for a token however many callers wait for it', async () => {
    const session = open();
    session.signIn(personOf(issued('old', 5), 'A'));
    renew.mockResolvedValue(issued('new'));
    expect(await Promise.all([session.token(), session.token(), session.after('old')])).toEqual([
      'new',
      'new',
      'new',
    ]);
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it('gives what it has got in the meantime to whom an older token was refused', async () => {
    const session = open();
    session.signIn(personOf(issued('new'), 'A'));
    expect(await session.after('old')).toBe('new');
    expect(renew).not.toHaveBeenCalled();
  });

  it('is over when the server says so, and the page can say why', async () => {
    const session = open();
    session.signIn(personOf(issued('t', 5), 'A'));
    renew.mockResolvedValue(null);
    expect(await session.token()).toBeNull();
    expect([session.person, session.hasExpired]).toEqual([null, true]);
  });

  it('is not over only because there is no network', async () => {
    const session = open();
    session.signIn(personOf(issued('t', 5), 'A'));
    renew.mockRejectedValue(new NetworkError('network'));
    await expect(session.token()).rejects.toThrow('network');
    expect(session.person?.subject).toBe('p1');
  });

  it('is not taken over by somebody else who has signed in on this device', async () => {
    const session = open();
    session.signIn(personOf(issued('t', 5), 'A'));
    renew.mockResolvedValue(issued('t9', 300, 'p2'));
    expect(await session.token()).toBeNull();
    expect(session.person).toBeNull();
  });

  it('is ended on the server too when the person signs out', () => {
    const session = open();
    session.signIn(personOf(issued('t'), 'A'));
    session.signOut();
    expect(end).toHaveBeenCalledTimes(1);
    expect(storage.getItem('s')).toBeNull();
  });
});
