/** A file that somebody has chosen, made ready to be sent: photos smaller and without metadata, films measured. */
import { isFilm, prepareFilm, UnfitFilm } from '../../shared/film';
import type { OutboxPhoto } from '../../shared/outbox/item';
import { preparePhoto } from '../../shared/photo';
import { uuid7 } from '../../shared/uuid7';
import { t } from './text';

export async function prepared(file: File): Promise<OutboxPhoto> {
  const ready = await (isFilm(file) ? prepareFilm(file) : preparePhoto(file));
  return { id: uuid7(), location: null, isUploaded: false, ...ready };
}

/** Why a file cannot be sent, with its name. */
export function unfit(error: unknown, file: File): string {
  return t(error instanceof UnfitFilm ? `photos.${error.why}` : 'photo.unreadable', { name: file.name });
}
