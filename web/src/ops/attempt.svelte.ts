/** One action of an officer on a report: busy, done, in conflict or failed. */
import { isStatus } from '../shared/api/client';
import { NetworkError } from '../shared/api/http';
import type { StaffReport } from '../shared/api/types';
import { failureOf, type Failure } from '../shared/failure';

export type Act = (key: string, version: number) => Promise<StaffReport>;

export class Attempt {
  isBusy = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** The same key again after a lost answer; a new one after any answer. */
  #key = crypto.randomUUID();

  /** The changed report, "conflict" when somebody was quicker, null when it failed. */
  async run(act: Act, version: number): Promise<StaffReport | 'conflict' | null> {
    if (this.isBusy) return null;
    this.isBusy = true;
    this.failure = null;
    try {
      const report = await act(this.#key, version);
      this.#key = crypto.randomUUID();
      return report;
    } catch (error) {
      if (!(error instanceof NetworkError)) this.#key = crypto.randomUUID();
      if (isStatus(error, 412)) return 'conflict';
      this.failure = failureOf(error);
      return null;
    } finally {
      this.isBusy = false;
    }
  }
}
