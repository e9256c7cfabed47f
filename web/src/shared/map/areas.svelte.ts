/** The wards of the city, read once. Without them a map still shows the frame and the pin. */
import type { Client } from '../api/client';
import { toWard, type Ward } from './mercator';

export class Areas {
  wards = $state.raw<Ward[]>([]);
  #asked: Promise<void> | null = null;

  constructor(private readonly api: Client) {}

  ward(code: string | null | undefined): Ward | null {
    return this.wards.find((ward) => ward.code === code) ?? null;
  }

  /** Reads the areas at the first call; a failure is tried again at the next. */
  load(): Promise<void> {
    this.#asked ??= this.api
      .areas()
      .then(({ data }) => {
        const wards = data.features.map(toWard);
        this.wards = wards.sort((one, other) => one.name.localeCompare(other.name, 'vi'));
      })
      .catch(() => {
        this.#asked = null;
      });
    return this.#asked;
  }
}
