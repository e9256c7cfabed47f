/** Resumable upload of one file by tus 1.0.0; the finished file is named by its SHA-256. */
import { ApiError, request } from './api/http';

const PART_BYTES = 512 * 1024;
const PART_TIMEOUT_MS = 60_000;
/** A started upload the server no longer knows is begun again. */
const GONE = new Set([403, 404, 410]);

export interface UploadTask {
  blob: Blob;
  sha256: string;
  token: string;
  endpoint: string;
  /** Where an earlier try had begun, if it had. */
  location: string | null;
  onLocation: (location: string) => Promise<void> | void;
  onProgress?: (sentBytes: number) => void;
}

export async function upload(task: UploadTask): Promise<void> {
  const known = task.location ? await offsetOf(task, task.location) : null;
  let location = task.location;
  let offset = known ?? 0;
  if (!location || known === null) {
    location = await begin(task);
    await task.onLocation(location);
    offset = 0;
  }
  while (offset < task.blob.size) {
    offset = await sendPart(task, location, offset);
    task.onProgress?.(offset);
  }
}

function headersOf(task: UploadTask, extra: Record<string, string> = {}): Record<string, string> {
  return { 'Tus-Resumable': '1.0.0', Authorization: `Bearer ${task.token}`, ...extra };
}

async function begin(task: UploadTask): Promise<string> {
  const metadata = `sha256 ${btoa(task.sha256)},filetype ${btoa(task.blob.type)}`;
  const headers = headersOf(task, { 'Upload-Length': String(task.blob.size), 'Upload-Metadata': metadata });
  const response = await request(task.endpoint, { method: 'POST', headers });
  const location = response.headers.get('Location');
  if (!location) throw new Error('The upload was accepted without a Location');
  return new URL(location, new URL(task.endpoint, globalThis.location?.href)).href;
}

async function offsetOf(task: UploadTask, location: string): Promise<number | null> {
  try {
    const response = await request(location, { method: 'HEAD', headers: headersOf(task), cache: 'no-store' });
    return Number(response.headers.get('Upload-Offset') ?? 0);
  } catch (error) {
    if (error instanceof ApiError && GONE.has(error.status)) return null;
    throw error;
  }
}

async function sendPart(task: UploadTask, location: string, offset: number): Promise<number> {
  const part = task.blob.slice(offset, offset + PART_BYTES);
  const headers = headersOf(task, {
    'Content-Type': 'application/offset+octet-stream',
    'Upload-Offset': String(offset),
  });
  try {
    const response = await request(location, { method: 'PATCH', headers, body: part }, PART_TIMEOUT_MS);
    return Number(response.headers.get('Upload-Offset') ?? offset + part.size);
  } catch (error) {
    // 409: an earlier part arrived although its answer was lost; the server knows where to go on.
    const actual = error instanceof ApiError && error.status === 409 ? await offsetOf(task, location) : null;
    if (actual === null || actual === offset) throw error;
    return actual;
  }
}
