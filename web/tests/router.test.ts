import { describe, expect, it } from 'vitest';

import { matchPath } from '../src/shared/router-match';

const TABLE = { home: '/', feed: '/reports', report: '/reports/:id', step: '/new/:id/:step' };

describe('the router', () => {
  it('finds a page by its plain path, with or without a last slash', () => {
    expect(matchPath(TABLE, '/')).toEqual({ name: 'home', params: {} });
    expect(matchPath(TABLE, '/reports/')).toEqual({ name: 'feed', params: {} });
  });

  it('reads parameters, decoded', () => {
    expect(matchPath(TABLE, '/reports/a%20b')).toEqual({ name: 'report', params: { id: 'a b' } });
    expect(matchPath(TABLE, '/new/1/place')).toEqual({ name: 'step', params: { id: '1', step: 'place' } });
  });

  it('knows no page for other paths and survives a broken escape', () => {
    expect(matchPath(TABLE, '/nowhere')).toBeNull();
    expect(matchPath(TABLE, '/reports/1/2')).toBeNull();
    expect(matchPath(TABLE, '/reports/%E0%A4%A')?.params).toEqual({ id: '%E0%A4%A' });
  });
});
