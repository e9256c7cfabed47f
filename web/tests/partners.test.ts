import { describe, expect, it } from 'vitest';

import { chosenOf, serviceOf, typesOf, wrongLines } from '../src/ops/partners/kinds';
import { resultOf, standOf, type Schemas } from '../src/ops/partners/looks';

const ASSIGNED = 'vn.hue.reflection.report.assigned.v1';
const NOW = Date.parse('2026-11-20T00:00:00Z');

function hook(over: Partial<Schemas['Webhook']>): Schemas['Webhook'] {
  return {
    id: '1',
    client_id: 'guide',
    url: 'https://partner.example/hue',
    description: '',
    event_types: ['vn.hue.warning.*'],
    is_ordered: false,
    version: 1,
    created_at: '2026-11-01T00:00:00Z',
    disabled_at: null,
    disabled_reason: null,
    paused_until: null,
    failures: 0,
    waiting: 0,
    failed: 0,
    ...over,
  };
}

describe('kinds of events', () => {
  it('come back as they were sent', () => {
    const types = ['vn.hue.warning.*', ASSIGNED, 'vn.hue.*', 'vn.hue.reflection.report.*'];
    expect(typesOf(chosenOf(types))).toEqual(types);
  });

  it('are named once, without blanks and empty lines', () => {
    const single = `  ${ASSIGNED}\r\n\n${ASSIGNED}\nvn.hue.warning.*`;
    expect(typesOf({ services: ['warning'], single })).toEqual(['vn.hue.warning.*', ASSIGNED]);
  });

  it('are told apart from what is none', () => {
    expect(wrongLines(`${ASSIGNED}\nvn.hue.*\nvn.hue.warning.*\n`)).toEqual([]);
    expect(wrongLines('report.assigned\nvn.hue\nvn.hue.a.b.c.d.e\nvn.hue.Warning.*')).toHaveLength(4);
  });

  it('mean a service only as a whole', () => {
    expect(serviceOf('vn.hue.press.*')).toBe('press');
    expect(serviceOf('vn.hue.press.story.*')).toBeUndefined();
  });
});

describe('a webhook', () => {
  it('rests until its moment has come', () => {
    const resting = hook({ paused_until: '2026-11-20T00:01:00Z', failures: 3 });
    expect(standOf(resting, false, NOW)).toBe('resting');
    expect(standOf(resting, false, NOW + 60_000)).toBe('sending');
  });

  it('is off for its reason, and with its client', () => {
    const off = hook({ disabled_at: '2026-11-19T00:00:00Z', disabled_reason: 'gone' });
    expect(standOf(off, false, NOW)).toBe('gone');
    expect(standOf(off, true, NOW)).toBe('closed');
    expect(standOf(hook({}), false, NOW)).toBe('sending');
  });
});

it('a delivery that waits after an attempt is to be tried again', () => {
  const delivery = { outcome: 'waiting', tries: 0 } as Schemas['WebhookDelivered'];
  expect(resultOf(delivery)).toBe('waiting');
  expect(resultOf({ ...delivery, tries: 2 })).toBe('again');
  expect(resultOf({ ...delivery, outcome: 'delivered', tries: 2 })).toBe('delivered');
});
