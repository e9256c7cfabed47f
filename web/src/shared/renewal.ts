/** Access tokens live a few minutes; a cookie no script can read fetches the next one. */
import { ApiError, request } from './api/http';

export interface Issued {
  access_token: string;
  expires_in: number;
  subject: string;
  roles: string[];
  agency_id: string;
  unit_id: string;
}

/**
 * The next access token, or null when the session has ended. Throws NetworkError without a network.
 * One at a time among all tabs and the worker: each use of the cookie replaces it.
 */
export async function renewSession(): Promise<Issued | null> {
  return navigator.locks.request('hue-session', async () => {
    try {
      const response = await request('/v1/session/refresh', { method: 'POST', cache: 'no-store' });
      return (await response.json()) as Issued;
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return null;
      throw error;
    }
  });
}

/** Ends the session on the server too. Offline nothing can be ended there; the cookie goes with the next try. */
export async function endSession(): Promise<void> {
  await request('/v1/session', { method: 'DELETE', cache: 'no-store' });
}
