import { describe, expect, it } from 'vitest';

import { eventsOf, reportEventOf, type StreamEvent } from '../src/shared/stream';

async function read(...parts: string[]): Promise<StreamEvent[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  });
  return collect(body);
}

async function collect(body: ReadableStream<Uint8Array>): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of eventsOf(body)) events.push(event);
  return events;
}

describe('server-sent events', () => {
  it('are put together from any pieces, also inside a letter or a line end', async () => {
    const frame = 'id: 7\r\nevent: a.b\r\ndata: {"t":"Huế"}\r\n\r\n';
    const bytes = new TextEncoder().encode(frame);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(bytes.slice(0, cut));
          controller.enqueue(bytes.slice(cut));
          controller.close();
        },
      });
      expect(await collect(body)).toEqual([{ id: '7', event: 'a.b', data: '{"t":"Huế"}' }]);
    }
  });

  it('skip comments and the retry line, and join data lines', async () => {
    const events = await read('retry: 3000\n\n: keep-alive\n\n', 'event: x\ndata: 1\ndata: 2\n\n');
    expect(events).toEqual([{ id: '', event: 'x', data: '1\n2' }]);
  });

  it('name the report they speak of', () => {
    const event = { id: '1', event: 'vn.hue.reflection.report.assigned.v1', data: '{"subject":"r1"}' };
    expect(reportEventOf(event)).toEqual({ type: event.event, subject: 'r1' });
    expect(reportEventOf({ ...event, event: 'vn.hue.warning.issued.v1' })).toBeNull();
    expect(reportEventOf({ ...event, data: 'no JSON' })).toBeNull();
  });
});
