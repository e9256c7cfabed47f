/** Makes a photo fit for sending: upright, at most 2048 px, JPEG, and without any metadata (place included). */
const LONGEST_SIDE = 2048;
const QUALITY = 0.8;

export interface PreparedPhoto {
  blob: Blob;
  sha256: string;
  width: number;
  height: number;
}

export class UnreadablePhoto extends Error {}

export async function preparePhoto(file: Blob): Promise<PreparedPhoto> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch((cause: unknown) => {
    throw new UnreadablePhoto('unreadable', { cause });
  });
  const { width, height } = fit(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  // Drawing the pixels anew is what leaves EXIF, GPS position included, behind.
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  if (!blob) throw new UnreadablePhoto('not encoded');
  return { blob, sha256: await sha256Of(blob), width, height };
}

export function fit(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export async function sha256Of(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
