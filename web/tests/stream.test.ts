import { describe, expect, it, vi } from 'vitest';

import { eventsOf, openStream, reportEventOf, type StreamEvent } from '../src/shared/stream';

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

  it('say where the stream stands by an id alone', async () => {
    expect(await read('id: 41\n\n')).toEqual([{ id: '41', event: 'message', data: '' }]);
  });

  it('name the report they speak of', () => {
    const event = { id: '1', event: 'vn.hue.reflection.report.assigned.v1', data: '{"subject":"r1"}' };
    expect(reportEventOf(event)).toEqual({ type: event.event, subject: 'r1', seq: null });
    const data = '{"subject":"r1","hueseq":"reflection:7"}';
    expect(reportEventOf({ ...event, data })?.seq).toBe('reflection:7');
    expect(reportEventOf({ ...event, event: 'vn.hue.warning.issued.v1' })).toBeNull();
    expect(reportEventOf({ ...event, data: 'no JSON' })).toBeNull();
  });
});

describe('a stream that breaks before anything was heard', () => {
  it('is resumed where it stood, and nothing is read again', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const asked: (string | undefined)[] = [];
    vi.stubGlobal('fetch', (_url: string, { headers }: { headers: Record<string, string> }) => {
      asked.push(headers['Last-Event-ID']);
      return Promise.resolve(new Response('id: 41\n\n'));
    });
    const onReset = vi.fn();
    const onEvent = vi.fn();
    const close = openStream({
      url: '/',
      token: () => Promise.resolve(null),
      onEvent,
      onReset,
      onAlive: () => undefined,
    });
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(1), 5_000);
    close();
    expect(asked.slice(0, 2)).toEqual([undefined, '41']);
    expect(onReset).not.toHaveBeenCalled();
    expect(onEvent).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});
