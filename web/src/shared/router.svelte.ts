/** A small router on the history API: routes are a table, parameters are the `:names` of the pattern. */
import { matchPath } from './router-match';

export class Router<Name extends string> {
  path = $state(location.pathname);
  query = $state(new URLSearchParams(location.search));
  match = $derived.by(() => matchPath(this.table, this.path));

  constructor(private readonly table: Record<Name, string>) {
    addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (event) => this.#follow(event));
  }

  go(to: string, options: { replace?: boolean } = {}): void {
    if (options.replace) history.replaceState(null, '', to);
    else history.pushState(null, '', to);
    this.#read();
  }

  #read(): void {
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
  }

  /** Plain links work; only left clicks on pages of this app are taken over. */
  #follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    // A link inside an SVG picture has another kind of `href`.
    const url = new URL(link.getAttribute('href') ?? '', location.href);
    if (link.target || link.hasAttribute('download') || url.origin !== location.origin) return;
    if (url.hash && url.pathname === location.pathname) return;
    if (!matchPath(this.table, url.pathname)) return;
    event.preventDefault();
    if (url.href !== location.href) this.go(url.pathname + url.search);
  }
}
