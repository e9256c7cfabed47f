/** Something read from the server: what is known, whether it is being read, and what went wrong. */
import type { Read } from './api/client';
import { failureOf, type Failure } from './failure';

export class Resource<Data> {
  data = $state.raw<Data | null>(null);
  asOf = $state.raw<Date | null>(null);
  failure = $state.raw<Failure | null>(null);
  isLoading = $state(false);
  #round = 0;

  constructor(private readonly read: () => Promise<Read<Data>>) {}

  /** Old data stay on the screen while new are read; a late answer of an earlier call is dropped. */
  async load(): Promise<void> {
    const round = ++this.#round;
    this.isLoading = true;
    try {
      const { data, asOf } = await this.read();
      if (round !== this.#round) return;
      this.data = data;
      this.asOf = asOf;
      this.failure = null;
    } catch (error) {
      if (round === this.#round) this.failure = failureOf(error);
    } finally {
      if (round === this.#round) this.isLoading = false;
    }
  }
}
