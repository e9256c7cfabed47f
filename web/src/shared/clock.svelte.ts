/** The moment, counted by the server's clock, moving every ten seconds. */
const TICK_MS = 10_000;

class Clock {
  #offsetMs = 0;
  #known = false;
  nowMs = $state(Date.now());

  constructor() {
    setInterval(() => this.#tick(), TICK_MS);
  }

  /** The `Date` header has whole seconds: small differences are no news. */
  hear(serverMs: number): void {
    const offset = serverMs - Date.now();
    if (this.#known && Math.abs(offset - this.#offsetMs) < 2_000) return;
    this.#known = true;
    this.#offsetMs = Math.abs(offset) < 2_000 ? 0 : offset;
    this.#tick();
  }

  #tick(): void {
    this.nowMs = Date.now() + this.#offsetMs;
  }
}

export const clock = new Clock();
