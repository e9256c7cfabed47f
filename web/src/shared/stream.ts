/** Server-sent events over fetch, so that the Authorization header can go along. Resumes by Last-Event-ID. */
export interface StreamEvent {
  id: string;
  event: string;
  data: string;
}

export interface ReportEvent {
  type: string;
  subject: string;
  /** How new documents must be to show what the event tells: what goes out as `Hue-Min-Seq`. */
  seq: string | null;
}

export interface StreamOptions {
  url: string;
  token: () => Promise<string | null>;
  onEvent: (event: StreamEvent) => void;
  /** The server cannot tell what was missed: read everything again. */
  onReset: () => void;
  /** Every sign of life, keep-alive comments included. */
  onAlive: () => void;
  /** The connection ended; it is opened again by itself. */
  onLost?: () => void;
  /** The token was refused: another one, or null. */
  after?: (token: string) => Promise<string | null>;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** Opens the stream and keeps it open until the returned function is called. */
export function openStream(options: StreamOptions): () => void {
  const stop = new AbortController();
  void run(options, stop.signal);
  return () => stop.abort();
}

async function run(options: StreamOptions, signal: AbortSignal): Promise<void> {
  let lastId = '';
  let wait = FIRST_WAIT_MS;
  let isFirst = true;
  while (!signal.aborted) {
    try {
      const response = await connect(options, lastId, signal);
      if (!response.ok || !response.body) throw new Error(`stream ${response.status}`);
      wait = FIRST_WAIT_MS;
      options.onAlive();
      // Without an id the server cannot know what was missed in between.
      if (!isFirst && !lastId) options.onReset();
      isFirst = false;
      for await (const event of eventsOf(response.body, options.onAlive)) {
        if (event.id) lastId = event.id;
        if (event.event === 'reset') options.onReset();
        else if (event.data) options.onEvent(event);
      }
    } catch (error) {
      if (signal.aborted) return;
      console.warn('The event stream ended:', error);
    }
    options.onLost?.();
    await pause(wait * (0.75 + Math.random() / 2), signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

async function connect(options: StreamOptions, lastId: string, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'text/event-stream' };
  const token = await options.token();
  if (token) headers['Authorization'] = `Bearer ${token}`;
  if (lastId) headers['Last-Event-ID'] = lastId;
  const response = await fetch(options.url, { headers, signal, cache: 'no-store' });
  if (response.status === 401 && token) await options.after?.(token);
  return response;
}

/**
 * The frames of a body, by the rules of the HTML standard: comments only keep the line alive, and a frame with an id
 * alone says where the stream stands, so that a reader who has heard nothing yet can resume as well.
 */
export async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  onAlive: () => void = () => undefined,
): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onAlive();
      rest += decoder.decode(value, { stream: true });
      const frames = rest.split(/\r?\n\r?\n/);
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        const event = parseFrame(frame);
        if (event) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function parseFrame(frame: string): StreamEvent | null {
  const event: StreamEvent = { id: '', event: 'message', data: '' };
  const data: string[] = [];
  for (const line of frame.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon === 0 || !line) continue;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    else if (name === 'id') event.id = value;
    else if (name === 'event') event.event = value;
  }
  if (!data.length && !event.id && event.event === 'message') return null;
  event.data = data.join('\n');
  return event;
}

/** The report an event speaks of, or null when it is of another kind. */
export function reportEventOf(event: StreamEvent): ReportEvent | null {
  if (!event.event.startsWith('vn.hue.reflection.report.')) return null;
  try {
    const { subject, hueseq } = JSON.parse(event.data) as { subject?: unknown; hueseq?: unknown };
    if (typeof subject !== 'string') return null;
    return { type: event.event, subject, seq: typeof hueseq === 'string' ? hueseq : null };
  } catch {
    return null;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
