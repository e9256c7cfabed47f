/** Reads a QR code from a picture, where the browser can (Barcode Detection API). */

interface Detector {
  detect: (source: ImageBitmap) => Promise<readonly { rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats: () => Promise<string[]>;
}

const found = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

export async function canRead(): Promise<boolean> {
  return (await found?.getSupportedFormats().catch((): string[] => []))?.includes('qr_code') ?? false;
}

/** The text of the first code in the picture; null when there is none, or the file is no picture. */
export async function codeIn(file: Blob): Promise<string | null> {
  if (!found) return null;
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  try {
    const codes = await new found({ formats: ['qr_code'] }).detect(picture);
    return codes[0]?.rawValue ?? null;
  } finally {
    picture.close();
  }
}

/** A card's address, by which the service finds it. */
export function addressOf(shortId: string): string {
  return `${location.origin}/v/${shortId}`;
}
