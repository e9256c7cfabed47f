/** A film or a sound as it is sent: whole and as it is; the server makes the public copy without its metadata. */
import { sha256Of, type PreparedPhoto } from './photo';

const MEGABYTE = 1 << 20;
export const LARGEST_FILM = 100 * MEGABYTE;
export const LARGEST_SOUND = 20 * MEGABYTE;
export const MOST_SECONDS = 300;
/** A browser that does not know the format never says how long it is; the server will. */
const ASK_MS = 4_000;

export type Unfit = 'too_large' | 'too_long';

export class UnfitFilm extends Error {
  constructor(readonly why: Unfit) {
    super(why);
  }
}

export const isFilm = ({ type }: Blob): boolean => type.startsWith('video/') || type.startsWith('audio/');

export async function prepareFilm(file: Blob): Promise<PreparedPhoto> {
  const largest = file.type.startsWith('audio/') ? LARGEST_SOUND : LARGEST_FILM;
  if (file.size > largest) throw new UnfitFilm('too_large');
  if ((await secondsOf(file)) > MOST_SECONDS) throw new UnfitFilm('too_long');
  return { blob: file, sha256: await sha256Of(file), width: 0, height: 0 };
}

/** 0 when it cannot be known here. */
async function secondsOf(file: Blob): Promise<number> {
  const player = document.createElement('video');
  const url = URL.createObjectURL(file);
  try {
    return await new Promise<number>((done) => {
      setTimeout(() => done(0), ASK_MS);
      player.onloadedmetadata = () => done(Number.isFinite(player.duration) ? player.duration : 0);
      player.onerror = () => done(0);
      player.preload = 'metadata';
      player.src = url;
    });
  } finally {
    player.removeAttribute('src');
    URL.revokeObjectURL(url);
  }
}
