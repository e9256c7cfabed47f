/** Who is signed in here. How they signed in is not its matter: any page may call `signIn` with what it got. */
export interface Person {
  token: string;
  subject: string;
  role: string;
  name: string;
  expiresAt: number;
}

/** Signed out a little before the server would refuse. */
const MARGIN_MS = 5_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Session {
  person = $state<Person | null>(null);
  /** True after a sign-in ran out, so that a page can say why it asks again. */
  hasExpired = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly key: string,
    private readonly storage: Storage,
    private readonly onChange: (person: Person | null) => void = () => undefined,
  ) {
    const found = this.#stored();
    if (found && found.expiresAt - MARGIN_MS > Date.now()) this.#set(found);
    else if (found) this.expire();
  }

  get token(): string | null {
    return this.person?.token ?? null;
  }

  signIn(person: Person): void {
    this.hasExpired = false;
    this.storage.setItem(this.key, JSON.stringify(person));
    this.#set(person);
  }

  signOut(): void {
    this.storage.removeItem(this.key);
    this.#set(null);
  }

  expire(): void {
    this.signOut();
    this.hasExpired = true;
  }

  #set(person: Person | null): void {
    clearTimeout(this.#timer);
    this.person = person;
    this.onChange(person);
    if (!person) return;
    const left = person.expiresAt - MARGIN_MS - Date.now();
    this.#timer = setTimeout(() => this.expire(), Math.min(left, LONGEST_TIMER_MS));
  }

  #stored(): Person | null {
    try {
      return JSON.parse(this.storage.getItem(this.key) ?? 'null') as Person | null;
    } catch {
      return null;
    }
  }
}
