/** Who is signed in here. How they signed in is not its matter: any page may call `signIn` with what it got. */
import type { Issued } from './renewal';

export interface Person {
  subject: string;
  role: string;
  name: string;
  /** Empty until the cookie has fetched one. */
  token: string;
  expiresAt: number;
  /** A cookie fetches the next token; false: the token is all there is (development). */
  isRenewable: boolean;
}

export interface SessionOptions {
  key: string;
  storage: Storage;
  renew: () => Promise<Issued | null>;
  /** Tell the server that the session is over. */
  end: () => Promise<void>;
  onChange?: (person: Person | null) => void;
}

/** A token is replaced a little before the server would refuse it. */
const MARGIN_MS = 10_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Session {
  person = $state<Person | null>(null);
  /** True after a sign-in ran out, so that a page can say why it asks again. */
  hasExpired = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #renewal: Promise<string | null> | undefined;

  constructor(private readonly options: SessionOptions) {
    const found = this.#stored();
    if (!found) return;
    if (found.isRenewable || found.expiresAt - MARGIN_MS > Date.now()) this.#set(found);
    else this.expire();
  }

  /** A token that is good now; null when nobody is signed in. Throws NetworkError when it cannot be renewed. */
  async token(): Promise<string | null> {
    const { person } = this;
    if (!person) return null;
    if (person.token && person.expiresAt - MARGIN_MS > Date.now()) return person.token;
    return this.#renew(person);
  }

  /** The server has refused `token`: another one, or null when the session is over. */
  async after(token: string): Promise<string | null> {
    const { person } = this;
    if (!person) return null;
    return person.token === token ? this.#renew(person) : this.token();
  }

  signIn(person: Person): void {
    this.hasExpired = false;
    const kept = person.isRenewable ? { ...person, token: '', expiresAt: 0 } : person;
    this.options.storage.setItem(this.options.key, JSON.stringify(kept));
    this.#set(person);
  }

  /** Here at once; on the server as soon as it can be reached. */
  signOut(): void {
    if (this.person?.isRenewable) this.options.end().catch(() => undefined);
    this.#forget();
  }

  expire(): void {
    this.#forget();
    this.hasExpired = true;
  }

  #forget(): void {
    this.options.storage.removeItem(this.options.key);
    this.#set(null);
  }

  #renew(person: Person): Promise<string | null> {
    this.#renewal ??= this.#next(person).finally(() => (this.#renewal = undefined));
    return this.#renewal;
  }

  async #next(person: Person): Promise<string | null> {
    const issued = person.isRenewable ? await this.options.renew() : null;
    if (this.person?.subject !== person.subject) return null; // signed out in the meantime
    if (issued?.subject !== person.subject) {
      this.expire();
      return null;
    }
    const expiresAt = Date.now() + issued.expires_in * 1000;
    this.#set({ ...person, token: issued.access_token, expiresAt });
    return issued.access_token;
  }

  #set(person: Person | null): void {
    clearTimeout(this.#timer);
    const isOther = this.person?.subject !== person?.subject;
    this.person = person;
    if (isOther || !person?.isRenewable) this.options.onChange?.(person);
    if (!person || person.isRenewable) return;
    const left = person.expiresAt - MARGIN_MS - Date.now();
    this.#timer = setTimeout(() => this.expire(), Math.min(left, LONGEST_TIMER_MS));
  }

  #stored(): Person | null {
    try {
      return JSON.parse(this.options.storage.getItem(this.options.key) ?? 'null') as Person | null;
    } catch {
      return null;
    }
  }
}

/** The person of an answer to a sign-in. */
export function personOf(issued: Issued, name: string): Person {
  return {
    subject: issued.subject,
    role: issued.roles[0] ?? '',
    name,
    token: issued.access_token,
    expiresAt: Date.now() + issued.expires_in * 1000,
    isRenewable: true,
  };
}
