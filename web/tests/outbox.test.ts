import 'fake-indexeddb/auto';

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  kindOf,
  MOVES,
  newDraft,
  percentSent,
  step,
  waitMs,
  type OutboxItem,
  type OutboxPhoto,
} from '../src/shared/outbox/item';
import { Sender } from '../src/shared/outbox/sender';
import { OutboxStore } from '../src/shared/outbox/store';
import { uuid7 } from '../src/shared/uuid7';

/** A server that keeps uploads and reports, and fails as it is told. */
class Service {
  uploads = new Map<string, { length: number; bytes: number; begun: number }>();
  reports = new Map<string, unknown>();
  posts = 0;
  /** Answers to give instead of the good one, used up in order; 0 breaks the connection. */
  faults: { on: string; status: number; headers?: Record<string, string> }[] = [];
  base = '';
  #server: Server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    const address = this.#server.address();
    this.base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  stop(): Promise<unknown> {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(done));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const what = `${request.method} ${request.url?.replace(/uploads\/.*/, 'uploads/:id')}`;
    const fault = this.faults[0];
    if (fault?.on === what) {
      this.faults.shift();
      if (fault.status === 0) return void request.socket.destroy();
      const problem = { title: 'Không nhận', status: fault.status };
      response.writeHead(fault.status, { 'Content-Type': 'application/problem+json', ...fault.headers });
      return void response.end(JSON.stringify(problem));
    }
    if (request.url === '/v1/reports') return this.#report(request, response, body);
    this.#upload(request, response, body);
  }

  #report(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    this.posts += 1;
    const report = JSON.parse(body.toString()) as { id: string };
    expect(request.headers['idempotency-key']).toBe(report.id);
    this.reports.set(report.id, report);
    response.writeHead(201, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ ...report, code: 'PA-1' }));
  }

  #upload(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    if (request.method === 'POST') {
      const id = String(this.uploads.size + 1);
      this.uploads.set(id, { length: Number(request.headers['upload-length']), bytes: 0, begun: 1 });
      return void response.writeHead(201, { Location: `/v1/report-uploads/${id}` }).end();
    }
    const upload = this.uploads.get(request.url?.split('/').at(-1) ?? '');
    if (!upload) return void response.writeHead(404).end();
    if (request.method === 'PATCH') {
      if (Number(request.headers['upload-offset']) !== upload.bytes)
        return void response.writeHead(409).end();
      upload.bytes += body.length;
    }
    response.writeHead(request.method === 'HEAD' ? 200 : 204, { 'Upload-Offset': upload.bytes }).end();
  }
}

const service = new Service();
let store: OutboxStore;
let token: string | null;
let now = 1_000_000;
let names = 0;

beforeAll(() => service.start());
afterAll(() => service.stop());
beforeEach(() => {
  store = new OutboxStore(`outbox-${(names += 1)}`);
  token = 'good';
  Object.assign(service, { uploads: new Map(), reports: new Map(), posts: 0, faults: [] });
});

const sender = (): Sender =>
  new Sender({
    store,
    base: service.base,
    token: () => Promise.resolve(token),
    language: () => 'vi',
    now: () => now,
  });

async function queued(photos = 1): Promise<OutboxItem> {
  const draft = newDraft(uuid7(), now);
  const place = {
    lat: 16.46,
    lon: 107.59,
    address: 'Lê Lợi',
    ward: '1',
    wardName: 'Thuận Hóa',
    isExact: true,
  };
  const blob = new Blob([new Uint8Array(1_200_000)], { type: 'image/jpeg' });
  const item = step(
    {
      ...draft,
      payload: { category: 'pothole', description: 'Ổ gà', place },
      photos: [...Array(photos).keys()].map((n) => ({
        id: String(n),
        blob,
        sha256: `${n}`.repeat(64),
        width: 1,
        height: 1,
        location: null,
        isUploaded: false,
      })),
    },
    { type: 'queue' },
  );
  await store.put(item);
  return item;
}

const stateOf = async (id: string): Promise<string | undefined> => (await store.get(id))?.state;

describe('the states', () => {
  it('allow only the moves of the table', () => {
    const draft = newDraft('1', 0);
    expect(() => step(draft, { type: 'send' })).toThrow();
    expect(() => step({ ...draft, state: 'sent' }, { type: 'queue' })).toThrow();
    for (const move of Object.values(MOVES)) expect(move.from).not.toContain('sent');
  });

  it('wait longer after each failure, ten minutes and a fifth at most, and as long as the server asks', () => {
    expect([1, 2, 3, 4].map((attempts) => waitMs(attempts, 0, null))).toEqual([
      5_000, 10_000, 20_000, 40_000,
    ]);
    expect(waitMs(30, 1, null)).toBe(720_000);
    expect(waitMs(1, 0, 90)).toBe(90_000);
  });
});

describe('sending', () => {
  it('uploads the photos first, then the report, and keeps the code', async () => {
    const { id } = await queued(2);
    await sender().round();
    expect(await store.get(id)).toMatchObject({ state: 'sent', code: 'PA-1', photos: [] });
    expect([...service.uploads.values()].map(({ bytes }) => bytes)).toEqual([1_200_000, 1_200_000]);
    const expected = {
      media: ['0'.repeat(64), '1'.repeat(64)],
      place: { lat: 16.46, lon: 107.59, address: 'Lê Lợi' },
    };
    expect(service.reports.get(id)).toMatchObject(expected);
  });

  it('keeps everything without a connection and goes on where the upload stopped', async () => {
    const { id } = await queued();
    service.faults = [{ on: 'PATCH /v1/report-uploads/:id', status: 0 }];
    await sender().round();
    const kept = await store.get(id);
    expect(kept).toMatchObject({ state: 'queued', attempts: 1 });
    expect(kept?.photos[0]?.blob.size).toBe(1_200_000);
    expect(kept?.nextAt).toBeGreaterThanOrEqual(now + 5_000);
    await sender().round();
    expect(await stateOf(id)).toBe('queued');
    now += 10_000;
    await sender().round();
    expect(await stateOf(id)).toBe('sent');
    expect(service.uploads.size).toBe(1);
  });

  it('sends the same report again after a lost answer, under the same key', async () => {
    const { id } = await queued();
    service.faults = [{ on: 'POST /v1/reports', status: 503, headers: { 'Retry-After': '60' } }];
    await sender().round();
    expect((await store.get(id))?.nextAt).toBe(now + 60_000);
    expect((await store.get(id))?.photos[0]?.isUploaded).toBe(true);
    now += 61_000;
    await sender().round();
    expect(await stateOf(id)).toBe('sent');
    expect(service.reports.size).toBe(1);
  });

  it('begins an upload again that the server has forgotten', async () => {
    const { id } = await queued();
    const item = await store.get(id);
    const photos = item?.photos.map((photo) => ({
      ...photo,
      location: `${service.base}/v1/report-uploads/99`,
    }));
    if (item && photos) await store.put({ ...item, photos });
    await sender().round();
    expect(await stateOf(id)).toBe('sent');
  });

  it('waits for the person to sign in, then goes on by itself', async () => {
    const { id } = await queued();
    token = null;
    await sender().round();
    expect(await stateOf(id)).toBe('needs_login');
    token = 'good';
    service.faults = [{ on: 'POST /v1/report-uploads', status: 401 }];
    await sender().round();
    expect(await stateOf(id)).toBe('needs_login');
    await sender().round();
    expect(await stateOf(id)).toBe('sent');
  });

  it('shows a refusal with its reason and keeps the photos for mending', async () => {
    const { id } = await queued();
    service.faults = [{ on: 'POST /v1/reports', status: 422 }];
    await sender().round();
    const kept = await store.get(id);
    expect(kept).toMatchObject({ state: 'rejected', error: { title: 'Không nhận', status: 422 } });
    expect(kept?.photos).toHaveLength(1);
  });

  it('takes up what a closed tab left in the middle', async () => {
    const item = await queued();
    await store.put(step(item, { type: 'send' }));
    await sender().round();
    expect(await stateOf(item.id)).toBe('sent');
  });

  it('leaves drafts alone and is not stopped by one bad report', async () => {
    const draft = newDraft(uuid7(), now);
    await store.put(draft);
    const [bad, good] = [await queued(0), await queued(0)];
    service.faults = [{ on: 'POST /v1/reports', status: 422 }];
    await sender().round();
    expect([await stateOf(draft.id), await stateOf(bad.id), await stateOf(good.id)].sort()).toEqual([
      'draft',
      'rejected',
      'sent',
    ]);
  });
});

it('ids are UUIDv7 and sort by time', () => {
  const ids = [1_000, 2_000, 1_700_000_000_000].map((at) => uuid7(at));
  expect(ids).toEqual([...ids].sort());
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

describe('files on their way', () => {
  const file = (size: number, type: string, more: Partial<OutboxPhoto> = {}): OutboxPhoto => ({
    id: uuid7(),
    blob: new Blob([new Uint8Array(size)], { type }),
    sha256: '',
    width: 0,
    height: 0,
    location: null,
    isUploaded: false,
    ...more,
  });

  it('are photos, films or sounds by their type', () => {
    expect(['image/jpeg', 'video/quicktime', 'audio/mp4'].map((type) => kindOf(file(1, type)))).toEqual([
      'image',
      'video',
      'audio',
    ]);
  });

  it('count by their bytes, also when they have arrived in part', () => {
    const files = [
      file(100, 'image/jpeg', { isUploaded: true }),
      file(300, 'video/mp4', { sentBytes: 150 }),
      file(100, 'audio/mp4'),
    ];
    expect(percentSent(files)).toBe(50);
    expect(percentSent([])).toBe(100);
  });
});
