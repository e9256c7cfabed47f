/** The event stream as a page sees it: changed reports gathered per animation frame, and whether it is silent. */
import { openStream, reportEventOf } from './stream';

/** The server speaks at least every 5 s; after this long without a sign of life the screen says it may be old. */
const SILENCE_MS = 10_000;
const WITHOUT_FRAME_MS = 250;

export interface LiveOptions {
  token: () => Promise<string | null>;
  after?: (token: string) => Promise<string | null>;
  /** Documents read from now on must be as new as this. */
  onHeard?: (seq: string) => void;
  /** Ids of reports that changed since the last frame; null means anything may have changed. */
  onChange: (ids: ReadonlySet<string> | null) => void;
}

export class Live {
  isStale = $state(false);
  heardAt = $state(Date.now());
  #changed = new Set<string>();
  #frame = 0;
  #later: ReturnType<typeof setTimeout> | undefined;
  #close: () => void;
  #watch: ReturnType<typeof setInterval>;

  constructor(private readonly options: LiveOptions) {
    this.#close = openStream({
      url: '/v1/stream',
      token: options.token,
      onAlive: () => this.#hear(),
      onLost: () => undefined,
      onEvent: (event) => {
        const report = reportEventOf(event);
        if (report?.seq) options.onHeard?.(report.seq);
        if (report) this.#gather(report.subject);
      },
      onReset: () => options.onChange(null),
      ...(options.after && { after: options.after }),
    });
    this.#watch = setInterval(() => this.#check(), 1_000);
  }

  close(): void {
    this.#close();
    clearInterval(this.#watch);
    this.#forget();
  }

  #hear(): void {
    this.heardAt = Date.now();
    if (!this.isStale) return;
    this.isStale = false;
    this.options.onChange(null);
  }

  #check(): void {
    if (Date.now() - this.heardAt > SILENCE_MS || !navigator.onLine) this.isStale = true;
  }

  #gather(id: string): void {
    this.#changed.add(id);
    this.#frame ||= requestAnimationFrame(() => this.#give());
    // A page in the background gets no frames, and is still to be right when somebody looks at it.
    this.#later ??= setTimeout(() => this.#give(), WITHOUT_FRAME_MS);
  }

  #give(): void {
    const ids = this.#changed;
    this.#changed = new Set();
    this.#forget();
    this.options.onChange(ids);
  }

  #forget(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#later);
    this.#frame = 0;
    this.#later = undefined;
  }
}
